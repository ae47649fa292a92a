/** Renews the session of a request whose claims are due, and judges it again. */
import type { Rule } from "../access/rules";
import { askAgain } from "../nats/ask-again";
import type { Asked } from "../nats/ask-userinfo";
import type { Cookie } from "../session/cookies";
import type { SessionPayload } from "../session/payload";
import type { SessionReading } from "../session/read";
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
 * Renews a session. Claims stay if NATS fails; the session ends if NATS has ended it. `isMarked` is
 * for `askAgain`.
 */
export async function renew(session: SessionPayload, site: Site, isMarked = false): Promise<Renewal> {
  const asked = await askAgain(session, site, isMarked);
  if (asked.kind === "busy") return { asked, reading: { kind: "unconfirmed", session } };
  if (asked.kind === "over") return { asked, reading: { kind: "none" }, cookie: endSession(site) };
  const renewed = await renewSession(session, asked.session, site);
  return { asked, reading: { kind: "live", session: renewed.session }, cookie: renewed.cookie };
}

/** Judges a request by claims that are not due: asks NATS first if they are, by `ask`. */
export async function judgeConfirmed(
  reading: SessionReading,
  rule: Rule,
  site: Site,
  ask = renew,
): Promise<{ verdict: Verdict; cookie?: Cookie | undefined }> {
  const verdict = judge(reading, rule, site.now(), site.settings);
  if (!verdict.due) return { verdict };
  const { reading: renewed, cookie } = await ask(verdict.session, site);
  return { verdict: judge(renewed, rule, site.now(), site.settings), cookie };
}
