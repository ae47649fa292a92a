/** Signs links and cookies for nginx: ngx_http_secure_link_module. */
import { createHash } from "node:crypto";
import { encodePath, type Grant, type GrantCookies } from "./grant";

/**
 * Returns the checksum for `secure_link_md5 "$secure_link_expires$folder $secret"`.
 * The secret comes last, so a signed folder cannot be extended (MD5 allows length extension).
 * Source: nginx.org, ngx_http_secure_link_module.
 */
export function nginxChecksum(folder: string, expires: number, secret: string): string {
  return createHash("md5").update(`${expires}${folder} ${secret}`).digest("base64url");
}

/**
 * Returns the URL of `file` (decoded, relative to the folder). The token follows the folder as a
 * path segment, so the relative URLs in a playlist keep it:
 * `/media/full/dawn/<checksum>.<expires>[.<key id>]/index.m3u8`.
 */
export function nginxUrl(grant: Grant, file: string): string {
  return `${grant.origin}${encodePath(grant.folder)}${token(grant)}/${encodePath(file)}`;
}

/** Returns the same token as a cookie. nginx cannot read a cookie with a dot in its name. */
export function nginxCookies(grant: Grant): GrantCookies {
  return { media_link: token(grant) };
}

/** The settings limit the key id to characters that nginx's pattern accepts. */
function token({ folder, expires, key, keyId }: Grant): string {
  return [nginxChecksum(folder, expires, key), expires, keyId].filter((part) => part !== undefined).join(".");
}
