/** Links and cookies that nginx checks by itself with its module ngx_http_secure_link_module. */
import { createHash } from "node:crypto";
import { encodePath, type Grant, type GrantCookies } from "./grant";

/**
 * The checksum for `secure_link_md5 "$secure_link_expires$folder $secret"`: MD5 over end, folder, a space and the secret, in base64url
 * without padding. The secret comes last, so nobody can append to what was signed. Source: nginx.org, ngx_http_secure_link_module.
 */
export function nginxChecksum(folder: string, expires: number, secret: string): string {
  return createHash("md5").update(`${expires}${folder} ${secret}`).digest("base64url");
}

/**
 * The address of `file` (decoded, relative to the folder). The token is a path segment right after the folder it opens, so a playlist's
 * relative addresses carry it, too: `/media/full/dawn/<checksum>.<expires>[.<key id>]/index.m3u8`.
 */
export function nginxUrl(grant: Grant, file: string): string {
  return `${grant.origin}${encodePath(grant.folder)}${token(grant)}/${encodePath(file)}`;
}

/** The same token as a cookie; nginx takes the folder from the address asked for. Name without a dot, so nginx can read it. */
export function nginxCookies(grant: Grant): GrantCookies {
  return { media_link: token(grant) };
}

function token({ folder, expires, key, keyId }: Grant): string {
  if (keyId !== undefined && !/^[\w-]+$/.test(keyId)) {
    throw new Error("MEDIA_SIGN_KEY_ID: nginx takes letters, digits, - and _ only");
  }
  return [nginxChecksum(folder, expires, key), expires, keyId].filter((part) => part !== undefined).join(".");
}
