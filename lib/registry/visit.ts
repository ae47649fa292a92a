/** Reads the visit of a request on Node: the session in its cookie, and what the registry knows. */

import type { SessionPayload } from "../session/payload";
import { type CookieJar, readSession, type SessionReading } from "../session/read";
import type { Site } from "../site";
import { registryOf } from ".";
import type { EndReason } from "./registry";

/** The reasons that have a page of their own. After the others the member just signs in. */
export type EndedBy = Extract<EndReason, "everywhere" | "limit" | "operator">;

/**
 * A session as it was read. `ended`: within its limits, but ended by somebody. A live session comes
 * with the member's latest change at NATS, if there was one.
 */
export type VisitReading =
  | Exclude<SessionReading, { kind: "live" }>
  | { kind: "live"; session: SessionPayload; change?: string }
  | { kind: "ended"; session: SessionPayload; by: EndedBy };

/** Reads the session cookie and looks the visit up. Without an answer only the cookie counts. */
export async function readVisit(jar: CookieJar, site: Site): Promise<VisitReading> {
  const reading = await readSession(jar, site);
  if (reading.kind !== "live") return reading;
  const { session } = reading;
  const look = await registryOf(site).look(session);
  site.count("registry_look", { answer: look.kind });
  if (look.kind === "open") return { kind: "live", session, ...(look.change ? { change: look.change } : {}) };
  if (look.kind === "unknown") return reading;
  const { reason } = look;
  if (reason === "everywhere" || reason === "limit" || reason === "operator") {
    return { kind: "ended", session, by: reason };
  }
  return { kind: "none" };
}
