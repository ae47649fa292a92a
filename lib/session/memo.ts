/** A small memory of opened session cookies: opening one costs more than the rest of the gate. */
import { openSession, type SessionPayload } from "./payload";
import type { Secrets } from "./seal";

const capacity = 5000;
const lifeSeconds = 60;

interface Entry {
  session: SessionPayload;
  until: number;
}

/** By the secrets of a site: what one site opened is nothing to another. */
const memories = new WeakMap<Secrets, Map<string, Entry>>();

/**
 * `openSession`, remembered by the raw cookie value for a minute at most; 5,000 entries, oldest dropped. `now` in seconds. Limits of
 * idle and absolute time are not part of it: callers judge those at every request. What does not open is not remembered: a flood of
 * rubbish must not crowd out members.
 */
export async function openSessionOnce(sealed: string, secrets: Secrets, now: number): Promise<SessionPayload | null> {
  const memory = memories.get(secrets) ?? new Map<string, Entry>();
  memories.set(secrets, memory);
  const known = memory.get(sealed);
  if (known && now < known.until) return known.session;
  memory.delete(sealed);
  const session = await openSession(sealed, secrets);
  if (session) {
    // Frozen: one page's change to its member must not reach the next request.
    memory.set(sealed, {
      session: frozen(session),
      until: now + lifeSeconds,
    });
    const oldest = memory.size > capacity ? memory.keys().next().value : undefined;
    if (oldest !== undefined) memory.delete(oldest);
  }
  return session;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
