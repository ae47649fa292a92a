/** Names and attributes of the product's cookies. Writers and readers take them from here. */
import type { Settings } from "../settings/shape";

type Secure = Pick<Settings, "secure">;

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

/** Name of the session cookie. */
export function sessionCookieName(settings: Secure): string {
  return prefixed("members.session", settings);
}

/** Name of the cookie that remembers which session was signed out. */
export function endedCookieName(settings: Secure): string {
  return prefixed("members.ended", settings);
}

/** What the names of all flow cookies begin with; a hash of the state follows. */
export function flowCookiePrefix(settings: Secure): string {
  return prefixed("members.flow.", settings);
}

/** Name of the cookie that holds the choice between light and dark. */
export function schemeCookieName(settings: Secure): string {
  return prefixed("members.scheme", settings);
}

/** `__Host-` keeps other hosts from planting a cookie: RFC 6265bis section 4.1.3.2. */
function prefixed(name: string, { secure }: Secure): string {
  return secure ? `__Host-${name}` : name;
}

/**
 * Remembers for five minutes that the session `sid` was signed out. A response that was under way
 * may set its cookie again, and must not undo the sign-out (next-auth #4612).
 */
export function endedCookie(sid: string, settings: Secure): Cookie {
  return timedCookie(endedCookieName(settings), sid, 300, settings);
}

/** Makes a cookie that lives `maxAge` seconds; undefined: until the browser closes. */
export function timedCookie(name: string, value: string, maxAge: number | undefined, { secure }: Secure): Cookie {
  const cookie = { name, value, httpOnly: true, secure, sameSite: "lax", path: "/" } as const;
  return maxAge === undefined ? cookie : { ...cookie, maxAge };
}

/** Makes the cookie that removes the one of that name; browsers want the same attributes for it. */
export function expiredCookie(name: string, settings: Secure): Cookie {
  return timedCookie(name, "", 0, settings);
}

/** Length in bytes of the Set-Cookie header that Next writes for a cookie. */
export function setCookieBytes({ name, value, maxAge, secure }: Cookie): number {
  const life = maxAge === undefined ? "" : `; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=${maxAge}`;
  return `${name}=${value}; Path=/${life}${secure ? "; Secure" : ""}; HttpOnly; SameSite=lax`.length;
}
