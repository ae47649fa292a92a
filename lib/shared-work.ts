/** Work that several requests share. Its outcome is remembered, and they are not. */

/** Returns the outcome of the work: waits for it while it runs, and throws if it failed. */
export type SharedWork<T> = () => Promise<T>;

/**
 * Lets requests share work, and keeps only its outcome afterwards. Node ties a promise to the
 * AsyncLocalStorage of the request that made it, and Next keeps the whole request in there. Two
 * thousand remembered promises once held 130 MB of finished pages.
 */
export function sharedWork<T>(work: Promise<T>): SharedWork<T> {
  // The functions below name this variable alone, so the promise goes when it is assigned anew.
  let state: { running: Promise<T> } | PromiseSettledResult<T> = { running: work };
  Promise.allSettled([work]).then(([outcome]) => {
    state = outcome;
    if (outcome.status === "rejected") readStacks(outcome.reason);
  });
  return async () => {
    if ("running" in state) return state.running;
    if (state.status === "rejected") throw state.reason;
    return state.value;
  };
}

/** Returns the outcome that a memory has for a key. Starts the work if there is none. */
export function sharedIn<K, T>(
  memory: { get(key: K): SharedWork<T> | undefined; set(key: K, shared: SharedWork<T>): unknown },
  key: K,
  work: () => Promise<T>,
): Promise<T> {
  const shared = memory.get(key) ?? sharedWork(work());
  memory.set(key, shared);
  return shared();
}

/** V8 keeps the functions on the stack of an error, and what they name, until the stack is read. */
function readStacks(error: unknown): void {
  if (!(error instanceof Error)) return;
  void error.stack;
  if (error.cause instanceof Error) void error.cause.stack;
}
