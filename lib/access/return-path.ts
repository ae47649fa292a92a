/** Where a sign-in or sign-out may lead: paths of this site, and for sign-out the origins the settings name. */

import type { Settings } from "../settings/shape";
import { canonicalPath } from "./paths";
import { isOwnPath } from "./table";

/** Where members land who asked for nothing in particular. */
export const membersHome = "/members";

const longest = 2048;

/**
 * `value` when it is a path of this site that is safe to redirect to, else `fallback`. Refused: other origins in every disguise
 * (`//host`, `/\host`, tabs and newlines that browsers drop), paths the gate would answer 400, our own sign-in machinery (it would loop), and over 2,048 characters.
 */
export function safeReturnPath(value: string | null | undefined, fallback: string = membersHome): string {
  if (!value || value.length > longest || !/^\/(?![/\\])/.test(value)) return fallback;
  if (/[\u0000-\u0020\u007f\\]/.test(value)) return fallback;
  const url = URL.canParse(value, "http://site.invalid") ? new URL(value, "http://site.invalid") : null;
  if (url?.origin !== "http://site.invalid" || canonicalPath(url.pathname) === null) return fallback;
  if (isOwnPath(url.pathname)) return fallback;
  const path = url.pathname + url.search + url.hash;
  return path.length > longest ? fallback : path;
}

/**
 * The same for what a visitor asks of a site: its redirect URI is no address to return to either, for Apache's `?logout=` links there act
 * when they are clicked on our own pages.
 */
export function askedReturnPath(value: string | null | undefined, { client }: Pick<Settings, "client">): string {
  const path = safeReturnPath(value);
  const redirect = new URL(client.redirectUri);
  return canonicalPath(new URL(path, redirect).pathname) === redirect.pathname ? membersHome : path;
}

/**
 * Where a sign-out leads: a path of this site, or an absolute address on this origin or one of `origins`. Anything else gives null.
 * Apache: `?logout=` and `OIDCRedirectURLsAllowed`, but compared by whole origin.
 */
export function signOutTarget(value: string | null, own: string, origins: readonly string[]): string | null {
  if (!value || value.length > longest) return null;
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

/** The address that asks NATS about the member again and leads to `returnTo`. */
export function recheckPath(returnTo: string): string {
  return `/api/auth/recheck?${new URLSearchParams({ returnTo })}`;
}

/** The address that signs a member in and leads to `returnTo`. */
export function loginPath(returnTo: string): string {
  return `/login?${new URLSearchParams({ returnTo })}`;
}
