/** The one writer of the session cookie: begins, renews and ends a session. Nothing else seals one. */
import { fail } from "../failures";
import { memberHash } from "../log";
import type { Settings } from "../settings/shape";
import type { Site } from "../site";
import { type Cookie, expiredCookie, sessionCookieName, setCookieBytes, timedCookie } from "./cookies";
import { type SessionPayload, sealSession } from "./payload";

/** Browsers drop a cookie that is longer with its name and attributes: RFC 6265 section 6.1. In bytes. */
const maxCookieBytes = 4096;

/**
 * A persistent cookie outlives its session by a day. Its sealed times still end the session, and we
 * can say "timed out" instead of "signed out". In seconds.
 */
const lingerSeconds = 86_400;

/** Returns the cookie of a new session. Throws `session_too_large` if browsers would drop it. */
export async function beginSession(session: SessionPayload, { settings, now }: Site): Promise<Cookie> {
  const cookie = await sealedCookie(session, settings, now());
  const bytes = setCookieBytes(cookie);
  if (bytes > maxCookieBytes) throw fail("session_too_large", `${bytes} bytes`);
  return cookie;
}

/**
 * Returns the cookie that replaces `before` by `after`, and the session that it holds.
 * Claims can grow at NATS. If `after` does not fit a cookie, the session keeps its former claims and
 * is marked as tried and not confirmed: so they serve for the interval and the grace, no longer.
 */
export async function renewSession(
  before: SessionPayload,
  after: SessionPayload,
  { settings, now, log }: Site,
): Promise<{ session: SessionPayload; cookie: Cookie }> {
  const cookie = await sealedCookie(after, settings, now());
  const bytes = setCookieBytes(cookie);
  if (bytes <= maxCookieBytes) return { session: after, cookie };
  log("error", "session_too_large", {
    member: await memberHash(after.iss, after.sub),
    bytes,
    operator:
      "The renewed session does not fit a cookie of 4,096 bytes, so the member keeps the former claims for OIDC_USER_INFO_REFRESH_GRACE seconds. Declare fewer or shorter claims in lib/claims.ts.",
  });
  const kept = { ...before, seenAt: after.seenAt, triedAt: after.triedAt };
  return { session: kept, cookie: await sealedCookie(kept, settings, now()) };
}

/** Returns the cookie that ends the session in the browser. */
export function endSession({ settings }: Pick<Site, "settings">): Cookie {
  return expiredCookie(sessionCookieName(settings), settings);
}

async function sealedCookie(session: SessionPayload, settings: Settings, now: number): Promise<Cookie> {
  const sealed = await sealSession(session, settings.secrets);
  const seconds = settings.session.persistent ? Math.max(0, session.exp - now) + lingerSeconds : undefined;
  return timedCookie(sessionCookieName(settings), sealed, seconds, settings);
}
