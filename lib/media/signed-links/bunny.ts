/** Links that Bunny CDN checks by itself: its advanced token authentication. */
import { createHmac } from "node:crypto";
import { encodePath, type Grant } from "./grant";

/**
 * The token for a folder: HMAC-SHA256 over path, end and signed parameters (here `token_path` alone) in base64url, after `HS256-`.
 * Bunny joins them without a mark between, so callers give folders with a slash at the end and never ten digits in a row.
 * Source: docs.bunny.net, Advanced token authentication; BunnyWay/BunnyCDN.TokenAuthentication.
 */
export function bunnyToken(folder: string, expires: number, key: string): string {
  const message = `${folder}${expires}token_path=${folder}`;
  return `HS256-${createHmac("sha256", key).update(message).digest("base64url")}`;
}

/**
 * The address of `file` (decoded, relative to the folder). Playlists get the token as the first path segment, where their relative
 * addresses carry it on to the segments; everything else as a query. Bunny has no place for a key id.
 */
export function bunnyUrl({ origin, folder, expires, key }: Grant, file: string): string {
  const path = encodePath(folder + file);
  const signed = `${bunnyToken(folder, expires, key)}&token_path=${encodeURIComponent(folder)}&expires=${expires}`;
  return /\.(m3u8|mpd)$/i.test(file) ? `${origin}/bcdn_token=${signed}${path}` : `${origin}${path}?token=${signed}`;
}
