/** The one writer of the session cookie: begins, renews and ends a session. */
import { fail } from "../failures";
import { memberHash } from "../log";
import type { Site } from "../site";
import { type Cookie, expiredCookie, sessionCookieName, setCookieBytes, timedCookie } from "./cookies";
import { needsRoll } from "./lifetime";
import { type SessionPayload, sealSession } from "./payload";

/** Browsers drop longer cookies, name and attributes included: RFC 6265 section 6.1. In bytes. */
const maxCookieBytes = 4096;

/**
 * A persistent cookie outlives its session by a day, in seconds. Its sealed times still end the
 * session, and the member reads "timed out" instead of "signed out".
 */
const lingerSeconds = 86_400;

const tooLarge =
  "The renewed session exceeds a cookie's 4,096 bytes. The member keeps the former claims until OIDC_USER_INFO_REFRESH_GRACE ends. Declare fewer or shorter claims in lib/claims.ts.";

/** Makes the cookie of a new session. Throws `session_too_large` if browsers would drop it. */
export async function beginSession(session: SessionPayload, site: Site): Promise<Cookie> {
  const cookie = await sealedCookie(session, site);
  const bytes = setCookieBytes(cookie);
  if (bytes > maxCookieBytes) throw fail("session_too_large", `${bytes} bytes`);
  return cookie;
}

/**
 * Makes the cookie that replaces the session `before` by `after`, and returns the session it holds.
 * Claims can grow at NATS. If `after` does not fit, the former claims stay and count as not
 * confirmed, so they serve until interval and grace have passed.
 */
export async function renewSession(
  before: SessionPayload,
  after: SessionPayload,
  site: Site,
): Promise<{ session: SessionPayload; cookie: Cookie }> {
  const cookie = await sealedCookie(after, site);
  const bytes = setCookieBytes(cookie);
  if (bytes <= maxCookieBytes) return { session: after, cookie };
  const member = await memberHash(after.iss, after.sub);
  site.log("error", "session_too_large", { member, bytes, operator: tooLarge });
  const session = { ...before, seenAt: after.seenAt, triedAt: Math.max(after.triedAt, before.checkedAt + 1) };
  return { session, cookie: await sealedCookie(session, site) };
}

/** Renewed cookies by the session that was read. */
const rolled = new WeakMap<SessionPayload, { session: SessionPayload; cookie: Cookie }>();

/**
 * Makes the cookie that writes down activity at this moment. A client that keeps sending the former
 * cookie gets the same one until activity is to be written down anew: sealing costs as much as the
 * rest of the gate.
 */
export async function rolledCookie(session: SessionPayload, site: Site): Promise<Cookie> {
  const known = rolled.get(session);
  if (known && !needsRoll(known.session, site.now(), site.settings.session)) return known.cookie;
  const renewed = await renewSession(session, { ...session, seenAt: site.now() }, site);
  rolled.set(session, renewed);
  return renewed.cookie;
}

/** Makes the cookie that ends the session in the browser. */
export function endSession({ settings }: Pick<Site, "settings">): Cookie {
  return expiredCookie(sessionCookieName(settings), settings);
}

async function sealedCookie(session: SessionPayload, { settings, now }: Site): Promise<Cookie> {
  const sealed = await sealSession(session, settings.secrets);
  const seconds = settings.session.persistent ? Math.max(0, session.exp - now()) + lingerSeconds : undefined;
  return timedCookie(sessionCookieName(settings), sealed, seconds, settings);
}
