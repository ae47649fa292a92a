/** Signs links for Bunny CDN: advanced token authentication. */
import { createHmac } from "node:crypto";
import { encodePath, type Grant } from "./grant";

/**
 * Returns the token for a folder: `HS256-` and an HMAC-SHA256 of folder, expiry and parameters.
 * Bunny joins these without a separator, so digits at the end of a folder could pass as its expiry.
 * Callers pass a folder that ends with a slash and contains no ten digits in a row.
 * Source: docs.bunny.net, Advanced token authentication; BunnyWay/BunnyCDN.TokenAuthentication.
 */
export function bunnyToken(folder: string, expires: number, key: string): string {
  const message = `${folder}${expires}token_path=${folder}`;
  return `HS256-${createHmac("sha256", key).update(message).digest("base64url")}`;
}

/**
 * Returns the URL of `file` (decoded, relative to the folder). A playlist gets the token in its
 * path, so the relative URLs in it keep the token. Bunny has no key id.
 */
export function bunnyUrl({ origin, folder, expires, key }: Grant, file: string): string {
  const path = encodePath(folder + file);
  const signed = `${bunnyToken(folder, expires, key)}&token_path=${encodeURIComponent(folder)}&expires=${expires}`;
  return /\.(m3u8|mpd)$/i.test(file) ? `${origin}/bcdn_token=${signed}${path}` : `${origin}${path}?token=${signed}`;
}
