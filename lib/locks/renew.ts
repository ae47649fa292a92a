/** Renews the session of a request whose claims are due, and judges it again. */
import type { Rule } from "../access/rules";
import { askAgain, type Reason } from "../nats/ask-again";
import type { Asked } from "../nats/ask-userinfo";
import { registryOf } from "../registry";
import type { VisitReading } from "../registry/visit";
import type { Cookie } from "../session/cookies";
import type { SessionPayload } from "../session/payload";
import { endSession, renewSession } from "../session/write";
import type { Site } from "../site";
import { type Judged, judge, type Verdict } from "./verdict";

/** The session after NATS's answer, and the cookie to set, if any. */
interface Renewal {
  asked: Asked;
  reading: Judged;
  cookie?: Cookie;
}

/**
 * Renews a session. Claims stay if NATS fails; the session ends if NATS has ended it. NATS revokes
 * the tokens of all visits of a banned member, so the others ask at their next request. `change` is
 * the member's latest change, which the answer then knows of.
 */
export async function renew(
  session: SessionPayload,
  site: Site,
  reason: Reason = "due",
  change?: string,
): Promise<Renewal> {
  const asked = await askAgain(session, site, reason, change);
  if (asked.kind === "busy") return { asked, reading: { kind: "unconfirmed", session } };
  if (asked.kind === "over") {
    const registry = registryOf(site);
    await registry.end(session, "provider");
    await registry.change({ kind: "member", iss: session.iss, sub: session.sub });
    return { asked, reading: { kind: "none" }, cookie: endSession(site) };
  }
  const renewed = await renewSession(session, asked.session, site);
  return { asked, reading: { kind: "live", session: renewed.session }, cookie: renewed.cookie };
}

/** Returns the reason under which a refusal on Node is counted; undefined for other verdicts. */
export function countedReason(verdict: Verdict): string | undefined {
  if (verdict.kind === "refused") return verdict.reason;
  return verdict.kind === "unconfirmed" ? "unavailable" : undefined;
}

/** Judges a request by claims that are not due: asks NATS first if they are, by `ask`. */
export async function judgeConfirmed(
  reading: VisitReading,
  rule: Rule,
  site: Site,
  ask = renew,
): Promise<{ verdict: Verdict; cookie?: Cookie | undefined }> {
  const verdict = judge(reading, rule, site.now(), site.settings);
  if (!verdict.due) return { verdict };
  const change = reading.kind === "live" ? reading.change : undefined;
  const { reading: renewed, cookie } = await ask(verdict.session, site, "due", change);
  return { verdict: judge(renewed, rule, site.now(), site.settings), cookie };
}
