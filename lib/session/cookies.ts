/** Names and attributes of our cookies; writer and reader take them from here and cannot disagree. */
import type { Settings } from "../settings/read";
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

/** A persistent cookie stays a day longer than its session, whose sealed times decide: the member is told of the time-out. */
const lingerSeconds = 86_400;

/** The cookie of a sealed session. It goes when the browser closes, unless sessions are persistent (`OIDCSessionType`). */
export function sessionCookie(sealed: string, session: SessionPayload, settings: Settings, now: number): Cookie {
  const cookie = baseCookie(sessionCookieName(settings), sealed, settings);
  return settings.session.persistent ? { ...cookie, maxAge: Math.max(0, session.exp - now) + lingerSeconds } : cookie;
}

/**
 * Remembers for five minutes which session was signed out: an answer still on its way may set its cookie again, and must not undo it
 * (next-auth #4612).
 */
export function endedCookie({ sid }: SessionPayload, settings: Pick<Settings, "secure">): Cookie {
  return timedCookie(endedCookieName(settings), sid, 300, settings);
}

/** A cookie that lives `maxAge` seconds. */
export function timedCookie(name: string, value: string, maxAge: number, settings: Pick<Settings, "secure">): Cookie {
  return { ...baseCookie(name, value, settings), maxAge };
}

/** The cookie that removes the one of that name; attributes match, or browsers keep it. */
export function expiredCookie(name: string, settings: Pick<Settings, "secure">): Cookie {
  return timedCookie(name, "", 0, settings);
}

function baseCookie(name: string, value: string, { secure }: Pick<Settings, "secure">): Cookie {
  return { name, value, httpOnly: true, secure, sameSite: "lax", path: "/" };
}
