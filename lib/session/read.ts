/** The session of a request, read and judged: the one place where gate and guard learn who is there. */
import type { Site } from "../site";
import { isLive } from "./lifetime";
import { openSessionOnce } from "./memo";
import type { SessionPayload } from "./payload";

/** Nobody, somebody whose time has run out, or a member. */
export type SessionReading =
  | { kind: "none" }
  | { kind: "timed_out"; session: SessionPayload }
  | { kind: "live"; session: SessionPayload };

/** Reads a session cookie's value. Whatever does not open or has no value is nobody: never throws for bad input. */
export async function readSession(cookie: string | undefined, { settings, now }: Site): Promise<SessionReading> {
  if (!cookie) return { kind: "none" };
  const session = await openSessionOnce(cookie, settings.secrets, now());
  if (!session) return { kind: "none" };
  return { kind: isLive(session, now(), settings.session) ? "live" : "timed_out", session };
}
