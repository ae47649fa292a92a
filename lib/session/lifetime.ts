/** How long a session lives: the idle limit, the absolute limit, and when activity is worth writing down. */
import type { SessionPayload } from "./payload";

/** Limits in seconds. `OIDCSessionInactivityTimeout` and `OIDCSessionMaxDuration` in Apache. */
export interface Limits {
  idleSeconds: number;
  maxSeconds: number;
}

/** When the session ends without further activity, in seconds since 1970. */
export function idleEnd(session: SessionPayload, limits: Limits): number {
  return Math.min(session.seenAt + limits.idleSeconds, lastEnd(session, limits));
}

/** When the session ends in any case; a shorter limit set later holds for sessions that exist, too. Seconds since 1970. */
export function lastEnd({ exp, loginAt }: SessionPayload, { maxSeconds }: Limits): number {
  return Math.min(exp, loginAt + maxSeconds);
}

/**
 * When a session made now will end whatever happens: sign-in plus the longest duration, never after the access token (`tokenSeconds`,
 * when NATS states its life). Seconds since 1970.
 */
export function absoluteEnd(loginAt: number, { maxSeconds }: Limits, tokenSeconds?: number): number {
  return loginAt + Math.min(maxSeconds, tokenSeconds ?? maxSeconds);
}

/** False once the idle or the absolute limit has passed. */
export function isLive(session: SessionPayload, now: number, limits: Limits): boolean {
  return now < idleEnd(session, limits);
}

/** True when a twentieth of the idle limit, or a minute, has passed since activity was last written: sealing at each request costs too much. */
export function needsRoll(session: SessionPayload, now: number, { idleSeconds }: Limits): boolean {
  return now - session.seenAt > Math.min(idleSeconds / 20, 60);
}
