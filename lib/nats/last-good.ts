/** Caches a document of NATS. The last good value stays in use during an outage. */

/** All in seconds. */
interface CacheTimes {
  /** Up to this age a value is returned without a call. */
  fresh: number;
  /** Up to this age a value is returned while a refresh runs in the background or fails. */
  stale: number;
  /** Shortest time between two calls of `refresh`, and between failed background refreshes. */
  coolDown: number;
}

export interface LastGood<T> {
  /** Returns the value. Without a usable one it waits for a load, and rejects with its error. */
  get(): Promise<T>;
  /** Loads a newer value, to find an unknown key. Returns the cached one during the cool-down. */
  refresh(): Promise<T>;
}

/** Creates a cache. Concurrent callers share a `load`. Background refreshes report to `onError`. */
export function lastGood<T>(
  load: () => Promise<T>,
  now: () => number,
  { fresh, stale, coolDown }: CacheTimes,
  onError: (error: unknown) => void,
): LastGood<T> {
  let good: { value: T; at: number } | undefined;
  let running: Promise<T> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  const reload = (): Promise<T> => {
    triedAt = now();
    running ??= load()
      .then((value) => {
        good = { value, at: now() };
        return value;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  return {
    async get() {
      if (!good || now() - good.at >= stale) return reload();
      if (now() - good.at >= fresh && now() - triedAt >= coolDown) reload().catch(onError);
      return good.value;
    },
    async refresh() {
      if (running) return running;
      // Loads do not start the cool-down: NATS may change its keys right after one.
      if (good && now() - refreshedAt < coolDown) return good.value;
      refreshedAt = now();
      return reload();
    },
  };
}
