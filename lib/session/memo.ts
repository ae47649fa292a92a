/** Remembers opened session cookies, because opening one costs more than the rest of the gate. */
import { setBounded } from "../bounded-map";
import { openSession, type SessionPayload } from "./payload";
import type { Secrets } from "./seal";

/** A page asks for its files within seconds, and in those no process serves so many members. */
const capacity = 2000;
const lifeSeconds = 60;

/** By the secrets of a site: a cookie that one site opened stays closed to another. */
const memories = new WeakMap<Secrets, Map<string, { session: SessionPayload; until: number }>>();

/**
 * Opens a session cookie like `openSession`, and remembers the result by the cookie's value for at
 * most a minute; evicts the oldest of more than 2,000. Callers still judge the session's time
 * limits at each request. Failures are not remembered: made-up cookies must not evict those of
 * members.
 */
export async function openSessionOnce(sealed: string, secrets: Secrets, now: number): Promise<SessionPayload | null> {
  const memory = memories.get(secrets) ?? new Map<string, { session: SessionPayload; until: number }>();
  memories.set(secrets, memory);
  const known = memory.get(sealed);
  if (known && now < known.until) return known.session;
  memory.delete(sealed);
  const session = await openSession(sealed, secrets);
  if (session === null) return null;
  // Frozen, because a page that changes its member must not change the next request's.
  setBounded(memory, sealed, { session: frozen(session), until: now + lifeSeconds }, capacity);
  return session;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
