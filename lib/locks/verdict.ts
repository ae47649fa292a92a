/** The verdict that gate, guard and check translate into their own kind of answer. Pure. */
import { type Refusal, refusalOf } from "../access/reasons";
import type { Rule } from "../access/rules";
import type { EndedBy, VisitReading } from "../registry/visit";
import { isDue, isTooOld } from "../session/freshness";
import { needsRoll } from "../session/lifetime";
import type { SessionPayload } from "../session/payload";
import type { Settings } from "../settings/shape";

interface LiveSession {
  session: SessionPayload;
  /** NATS should be asked about the member before this verdict is relied upon. */
  due: boolean;
}

/**
 * What a request may do behind a rule.
 * - `signed_out`, `timed_out`: no session, or one past its limits
 * - `ended`: somebody ended the visit before its time
 * - `unconfirmed`: the claims are older than interval and grace, so they grant nothing
 * - `refused`: signed in, and the claims do not satisfy the rule
 * - `admitted`: may enter; `roll` is true if the activity should be written into the cookie
 */
export type Verdict =
  | { kind: "signed_out" | "timed_out"; due: false }
  | { kind: "ended"; by: EndedBy; due: false }
  | ({ kind: "unconfirmed" } & LiveSession)
  | ({ kind: "refused"; reason: Refusal } & LiveSession)
  | ({ kind: "admitted"; roll: boolean } & LiveSession);

/** A session as it was read, or one that NATS could not be asked about. */
export type Judged = VisitReading | { kind: "unconfirmed"; session: SessionPayload };

/** Judges the session of a request against the rule of a gate. `now` in seconds since 1970. */
export function judge(
  reading: Judged,
  rule: Rule,
  now: number,
  { refresh, session: limits, claims: options }: Pick<Settings, "refresh" | "session" | "claims">,
): Verdict {
  if (reading.kind === "none") return { kind: "signed_out", due: false };
  if (reading.kind === "timed_out") return { kind: "timed_out", due: false };
  if (reading.kind === "ended") return { kind: "ended", by: reading.by, due: false };
  const { session } = reading;
  if (reading.kind === "unconfirmed") return { kind: "unconfirmed", session, due: false };
  const due = isDue(session, now, refresh, reading.change);
  if (isTooOld(session, now, refresh)) return { kind: "unconfirmed", session, due };
  const reason = refusalOf(rule, session.claims, options);
  if (reason !== null) return { kind: "refused", reason, session, due };
  return { kind: "admitted", session, due, roll: needsRoll(session, now, limits) };
}
