/** Checks redirect targets: paths of this site, and after a sign-out the configured origins. */
import { addresses } from "../addresses";
import { canonicalPath } from "./paths";
import { isOwnPath } from "./table";

const maxChars = 2048;
/** Browsers drop tabs and newlines in URLs, and read a backslash as a slash. */
const unsafeChars = /[\u0000-\u0020\u007f\\]/;

/**
 * Returns `value` if it is a path of this site that is safe to redirect to, else `fallback`.
 * Refuses other origins in every spelling (`//host`, `/\host`), paths that the gate answers with
 * 400, the product's own addresses (they would loop), and more than 2,048 characters.
 */
export function safeReturnPath(value: string | null | undefined, fallback: string = addresses.membersHome): string {
  if (!value || value.length > maxChars || !/^\/(?!\/)/.test(value) || unsafeChars.test(value)) return fallback;
  const base = "http://site.invalid";
  if (!URL.canParse(value, base)) return fallback;
  const { origin, pathname, search, hash } = new URL(value, base);
  const page = canonicalPath(pathname);
  if (origin !== base || page === null || isOwnPath(page)) return fallback;
  const path = pathname + search + hash;
  return path.length > maxChars ? fallback : path;
}

/**
 * Returns the `returnTo` path of a request, or the members' home if it is not safe.
 * The redirect URI is not: Apache's `?logout=` links lead there, and would sign the member out.
 */
export function askedReturnPath(value: string | null | undefined, redirectUri: string): string {
  const path = safeReturnPath(value);
  const redirect = new URL(redirectUri);
  return canonicalPath(new URL(path, redirect).pathname) === redirect.pathname ? addresses.membersHome : path;
}

/**
 * Returns where a sign-out leads: a path of this site, or a URL on one of `origins`; else null.
 * A URL on the origin `own` becomes a path.
 * Apache: `?logout=` with `OIDCRedirectURLsAllowed`, but whole origins are compared.
 */
export function signOutTarget(value: string | null, own: string, origins: readonly string[]): string | null {
  if (!value || value.length > maxChars) return null;
  if (value.startsWith("/")) return safeReturnPath(value, "") || null;
  if (!/^https?:\/\/[^/\\@]/i.test(value) || unsafeChars.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.username || url.password) return null;
  if (url.origin === own) return signOutTarget(url.pathname + url.search + url.hash, own, origins);
  return origins.includes(url.origin) ? url.href : null;
}

/** Query parameter that marks the second recheck of a page with the same cookie. */
const repeatMark = "members-repeated=1";
const firstMarks = new RegExp(`\\?(${repeatMark}&)+`);
const otherMarks = new RegExp(`[?&]${repeatMark}(?=[&#]|$)`, "g");

/** Adds the mark to a path, and changes nothing else of it. */
export function marked(path: string): string {
  return path.replace(/^[^#]*/, (page) => `${page}${page.includes("?") ? "&" : "?"}${repeatMark}`);
}

/** Removes all marks from a path. Returns the same text if it has none. */
export function unmarked(path: string): string {
  return path.replace(firstMarks, "?").replace(otherMarks, "");
}
