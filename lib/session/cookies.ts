/** Names and attributes of our cookies; writer and reader take them from here and cannot disagree. */
import type { Settings } from "../settings/shape";
import type { SessionPayload } from "./payload";

/** A cookie to set, in the shape that Next's `cookies.set()` takes. `maxAge` in seconds. */
export interface Cookie {
  name: string;
  value: string;
  httpOnly: true;
  secure: boolean;
  sameSite: "lax";
  path: "/";
  maxAge?: number;
}

/** The session cookie's name. `__Host-` keeps other hosts and plain http from planting one (RFC 6265bis section 4.1.3.2). */
export function sessionCookieName({ secure }: Pick<Settings, "secure">): string {
  return `${secure ? "__Host-" : ""}members.session`;
}

/** The name of the cookie that says which session was ended by sign-out. */
export function endedCookieName({ secure }: Pick<Settings, "secure">): string {
  return `${secure ? "__Host-" : ""}members.ended`;
}

/** What all flow cookies' names begin with; the rest is a hash of the state. */
export function flowCookiePrefix({ secure }: Pick<Settings, "secure">): string {
  return `${secure ? "__Host-" : ""}members.flow.`;
}

/**
 * Remembers for five minutes which session was signed out: an answer still on its way may set its cookie again, and must not undo it
 * (next-auth #4612).
 */
export function endedCookie({ sid }: SessionPayload, settings: Pick<Settings, "secure">): Cookie {
  return timedCookie(endedCookieName(settings), sid, 300, settings);
}

/** Returns a cookie that lives `maxAge` seconds, or until the browser closes if that is undefined. */
export function timedCookie(
  name: string,
  value: string,
  maxAge: number | undefined,
  { secure }: Pick<Settings, "secure">,
): Cookie {
  const cookie = { name, value, httpOnly: true, secure, sameSite: "lax", path: "/" } as const;
  return maxAge === undefined ? cookie : { ...cookie, maxAge };
}

/** Returns the cookie that removes the one of that name. Browsers want the same attributes for it. */
export function expiredCookie(name: string, settings: Pick<Settings, "secure">): Cookie {
  return timedCookie(name, "", 0, settings);
}

/** Returns the length in bytes of the Set-Cookie header that Next writes for a cookie. */
export function setCookieBytes({ name, value, maxAge, secure }: Cookie): number {
  const expires = maxAge === undefined ? "" : `; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=${maxAge}`;
  return `${name}=${value}; Path=/${expires}${secure ? "; Secure" : ""}; HttpOnly; SameSite=lax`.length;
}
