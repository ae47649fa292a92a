/** How old a member's claims may be: when NATS must be asked again, and when old ones no longer serve. Pure; times in seconds. */
import type { Settings } from "../settings/shape";
import type { SessionPayload } from "./payload";

type Refresh = Settings["refresh"];

/** `always` means older than this: one page view is several requests, and they must not be several calls. */
const alwaysSeconds = 5;

/** After a failed try, asked again this soon at the latest, plus up to 10 seconds by session: after an outage not all at once. */
const retrySeconds = 30;

/**
 * True when NATS is to be asked about these claims: they are older than the interval, or the last try failed a while ago. A session without
 * a token was made under `never`: now that rechecks are on, a sign-in asks. Apache: `OIDCUserInfoRefreshInterval`, but tries are spaced, so
 * an outage is no storm and no loop.
 */
export function isDue(session: SessionPayload, now: number, { every }: Refresh): boolean {
  if (every === "never") return false;
  const interval = every === "always" ? alwaysSeconds : every;
  const failed = session.triedAt > session.checkedAt && session.token !== undefined;
  return failed
    ? now - session.triedAt >= Math.min(interval, retrySeconds) + jitter(session.sid)
    : now - session.checkedAt >= interval;
}

/** True when claims are so old that they no longer serve: beyond the interval and the grace. Fails closed. */
export function isTooOld(session: SessionPayload, now: number, { every, graceSeconds }: Refresh): boolean {
  if (every === "never") return false;
  return now - session.checkedAt >= (every === "always" ? alwaysSeconds : every) + graceSeconds;
}

/** 0 to 10 seconds, the same for the same session. */
function jitter(sid: string): number {
  return Array.from(sid).reduce((sum, char) => sum + char.charCodeAt(0), 0) % 11;
}
