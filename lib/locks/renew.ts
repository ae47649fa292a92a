/** Asks NATS again about a member, and writes the answer into the session cookie. */
import { type AskedAgain, askAgain } from "../nats/ask-again";
import type { Cookie } from "../session/cookies";
import type { SessionPayload } from "../session/payload";
import type { SessionReading } from "../session/read";
import { endSession, renewSession } from "../session/write";
import type { Site } from "../site";

/** What the answer makes of the session, and the cookie that tells the browser, if one does. */
export interface Renewal {
  answer: AskedAgain;
  reading: SessionReading;
  cookie?: Cookie;
}

/** Renews a session. Claims stay if NATS fails; the session ends if NATS has ended it. */
export async function renew(session: SessionPayload, site: Site): Promise<Renewal> {
  const answer = await askAgain(session, site);
  if (answer.kind === "busy") return { answer, reading: { kind: "unconfirmed", session } };
  if (answer.kind === "over") return { answer, reading: { kind: "none" }, cookie: endSession(site) };
  const renewed = await renewSession(session, answer.session, site);
  return { answer, reading: { kind: "live", session: renewed.session }, cookie: renewed.cookie };
}
