/** How long a session lives: its limits, and when activity is written down. Pure. */
import type { SessionPayload } from "./payload";

/** Limits in seconds. Apache: `OIDCSessionInactivityTimeout` and `OIDCSessionMaxDuration`. */
export interface Limits {
  idleSeconds: number;
  maxSeconds: number;
}

/** When the session ends without further activity, in seconds since 1970. */
export function idleEnd(session: SessionPayload, limits: Limits): number {
  return Math.min(session.seenAt + limits.idleSeconds, lastEnd(session, limits));
}

/** When it ends in any case, in seconds since 1970. A limit shortened later holds at once. */
export function lastEnd({ exp, loginAt }: SessionPayload, { maxSeconds }: Limits): number {
  return Math.min(exp, loginAt + maxSeconds);
}

/**
 * The absolute end of a new session, in seconds since 1970: never after the access token's, if NATS
 * states its life (`tokenSeconds`).
 */
export function absoluteEnd(loginAt: number, { maxSeconds }: Limits, tokenSeconds?: number): number {
  return loginAt + Math.min(maxSeconds, tokenSeconds ?? maxSeconds);
}

/** False once the idle or the absolute limit has passed. */
export function isLive(session: SessionPayload, now: number, limits: Limits): boolean {
  return now < idleEnd(session, limits);
}

/**
 * True if the last activity was written a minute ago, or a twentieth of the idle limit. Sealing a
 * cookie at each request would cost too much.
 */
export function needsRoll(session: SessionPayload, now: number, { idleSeconds }: Limits): boolean {
  return now - session.seenAt > Math.min(idleSeconds / 20, 60);
}
