/** A small memory of opened session cookies: opening one costs more than the rest of the gate. */
import { openSession, type SessionPayload } from "./payload";

const capacity = 5000;
const lifeSeconds = 60;

interface Entry {
  session: SessionPayload | null;
  until: number;
}

const entries = new Map<string, Entry>();

/**
 * `openSession`, remembered by the raw cookie value for a minute at most; 5,000 entries, oldest dropped. `now` in seconds. Limits of
 * idle and absolute time are not part of it: callers judge those at every request.
 */
export async function openSessionOnce(
  sealed: string,
  secrets: readonly [string, ...string[]],
  now: number,
): Promise<SessionPayload | null> {
  const known = entries.get(sealed);
  if (known && now < known.until) return known.session;
  const session = await openSession(sealed, secrets);
  entries.delete(sealed);
  // What does not open is remembered too, unless it could crowd out members: a flood of rubbish is cheap to refuse by shape.
  if (session) {
    entries.set(sealed, { session, until: now + lifeSeconds });
    const oldest = entries.size > capacity ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
  }
  return session;
}
