/** Where a sign-in or a sign-out may lead: paths of this site, and for a sign-out the origins that the settings name. */
import { addresses } from "../addresses";
import { canonicalPath } from "./paths";
import { isOwnPath } from "./table";

/** Longest address that is accepted, in characters. */
const maxLength = 2048;

/**
 * Returns `value` if it is a path of this site that is safe to redirect to, else `fallback`.
 * Refused are other origins in every disguise (`//host`, `/\host`, tabs and newlines that browsers
 * drop), paths that the gate answers with 400, the product's own addresses (they would loop), and
 * more than 2,048 characters.
 */
export function safeReturnPath(value: string | null | undefined, fallback: string = addresses.membersHome): string {
  if (!value || value.length > maxLength || !/^\/(?![/\\])/.test(value)) return fallback;
  if (/[\u0000-\u0020\u007f\\]/.test(value)) return fallback;
  const url = URL.canParse(value, "http://site.invalid") ? new URL(value, "http://site.invalid") : null;
  if (url?.origin !== "http://site.invalid" || canonicalPath(url.pathname) === null) return fallback;
  if (isOwnPath(url.pathname)) return fallback;
  const path = url.pathname + url.search + url.hash;
  return path.length > maxLength ? fallback : path;
}

/**
 * Returns the path that a request asks to be led back to; the members' home if it is not safe.
 * The redirect URI is refused as well: Apache's `?logout=` links there sign out when our own pages
 * link to them. `redirectUri` is the one of the settings.
 */
export function askedReturnPath(value: string | null | undefined, redirectUri: string): string {
  const path = safeReturnPath(value);
  const redirect = new URL(redirectUri);
  return canonicalPath(new URL(path, redirect).pathname) === redirect.pathname ? addresses.membersHome : path;
}

/**
 * Returns where a sign-out leads: a path of this site, or an absolute address on the origin `own` or
 * on one of `origins`. Returns null for anything else.
 * Apache: `?logout=` and `OIDCRedirectURLsAllowed`, but compared by whole origin.
 */
export function signOutTarget(value: string | null, own: string, origins: readonly string[]): string | null {
  if (!value || value.length > maxLength) return null;
  if (value.startsWith("/")) {
    const path = safeReturnPath(value, "");
    return path === "" ? null : path;
  }
  if (!/^https?:\/\/[^/\\@]/i.test(value) || /[\u0000-\u0020\u007f\\]/.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.username || url.password) return null;
  if (url.origin === own) return signOutTarget(url.pathname + url.search + url.hash, own, origins);
  return origins.includes(url.origin) ? url.href : null;
}
