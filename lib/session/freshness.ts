/** How old claims may be: when NATS is asked again, when they expire. Pure; seconds. */
import type { Settings } from "../settings/shape";
import type { SessionPayload } from "./payload";

type Refresh = Settings["refresh"];

/** What `always` stands for: one page view is several requests and must not be several calls. */
const alwaysSeconds = 5;

/** Longest wait after a failed call, before up to 10 seconds of jitter. */
const maxRetrySeconds = 30;

/**
 * True if NATS is to be asked: the claims are as old as the interval, the last call failed a while
 * ago, or the claims do not know of `change`, the member's latest change at NATS. Calls are spaced,
 * so that an outage makes neither a storm nor a loop. A session without a token was made under
 * `never`; once rechecks are on, it is due and a sign-in asks.
 * Apache: `OIDCUserInfoRefreshInterval`.
 */
export function isDue(session: SessionPayload, now: number, refresh: Refresh, change?: string): boolean {
  if (refresh.every === "never") return false;
  const interval = intervalOf(refresh.every);
  const failed = session.triedAt > session.checkedAt && session.token !== undefined;
  return failed
    ? now - session.triedAt >= Math.min(interval, maxRetrySeconds) + jitter(session.sid)
    : now - session.checkedAt >= interval || isChanged(session, change);
}

/** True if the member changed at NATS, and the claims were not read since. */
export function isChanged(session: SessionPayload, change: string | undefined): boolean {
  return change !== undefined && change !== session.change;
}

/** True if the claims are older than interval and grace. They then grant nothing: fails closed. */
export function isTooOld(
  { checkedAt }: Pick<SessionPayload, "checkedAt">,
  now: number,
  { every, graceSeconds }: Refresh,
): boolean {
  return every !== "never" && now - checkedAt >= intervalOf(every) + graceSeconds;
}

function intervalOf(every: number | "always"): number {
  return every === "always" ? alwaysSeconds : every;
}

/** Returns 0 to 10 seconds, fixed for a session: after an outage not all sessions ask at once. */
function jitter(sid: string): number {
  return Array.from(sid).reduce((sum, char) => sum + char.charCodeAt(0), 0) % 11;
}
