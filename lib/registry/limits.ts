/** The limits of both registries, and a map that keeps to one. */

/** Most visits kept of one member: so many may be open where SESSIONS_PER_MEMBER sets no limit. */
export const maxVisits = 100;
/** Most members found by one username. NATS's sites may share a name, and there are few sites. */
export const maxNamesakes = 10;
/** Most logout tokens, sessions of NATS's own and ended names that one process remembers. */
export const maxIds = 10_000;
/** `seenAt` is written at most this often, in seconds. */
export const seenSeconds = 60;
/** A visit counts as open this much longer than the idle limit, in seconds: `seenAt` lags. */
export const lagSeconds = 120;
/** A member's visits learn of one change in so many seconds: NATS posts an import member by member. */
export const changeSeconds = 2;

/** Sets a value as the newest. Above `most` entries the oldest is forgotten. */
export function setBounded<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
