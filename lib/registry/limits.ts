/** The limits of both registries. */

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
/** Visits learn of one change in so many seconds. NATS may post many about one member. */
export const changeSeconds = 2;
