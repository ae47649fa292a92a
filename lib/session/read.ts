/** Reads the session of a request: the one place where gate and guard learn who is there. */
import type { Site } from "../site";
import { endedCookieName, sessionCookieName } from "./cookies";
import { isLive } from "./lifetime";
import { openSessionOnce } from "./memo";
import type { SessionPayload } from "./payload";

/** No session, one past a time limit, or one within its limits. */
export type SessionReading =
  | { kind: "none" }
  | { kind: "timed_out"; session: SessionPayload }
  | { kind: "live"; session: SessionPayload };

/** The cookies of a request, as Next gives them in the gate, in route handlers and in pages. */
export interface CookieJar {
  get(name: string): { value: string } | undefined;
}

/** Reads the session cookie. One that does not open, or was signed out, counts as no session. */
export async function readSession(jar: CookieJar, { settings, now }: Site): Promise<SessionReading> {
  const cookie = jar.get(sessionCookieName(settings))?.value;
  const session = cookie ? await openSessionOnce(cookie, settings.secrets, now()) : null;
  if (!session || jar.get(endedCookieName(settings))?.value === session.sid) return { kind: "none" };
  return { kind: isLive(session, now(), settings.session) ? "live" : "timed_out", session };
}
