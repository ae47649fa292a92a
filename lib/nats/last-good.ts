/** A value that is fetched from NATS and outlives its outages: fresh for a while, refreshed behind, last good one kept. */

/** Ages in seconds. */
export interface Ages {
  /** Younger than this: used without a call. */
  fresh: number;
  /** Younger than this: used at once while a refresh runs behind, and when refreshes fail. */
  stale: number;
  /** At least this long between two early refreshes (`renew`), and between refreshes behind the scenes that fail. */
  coolDown: number;
}

/** A cached value. */
export interface LastGood<T> {
  /** The value; waits only when there is none, or none young enough. Rejects with the load's error then. */
  get(): Promise<T>;
  /** A newer value when the cool-down allows a call, else the one at hand: for a key that is not known yet. */
  renew(): Promise<T>;
}

/** Makes a cache around `load`. One load runs at a time however many callers wait; a failure is not remembered when nothing is at hand. */
export function lastGood<T>(
  load: () => Promise<T>,
  now: () => number,
  ages: Ages,
  onError: (error: unknown) => void,
): LastGood<T> {
  let good: { value: T; at: number } | undefined;
  let running: Promise<T> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let renewedAt = Number.NEGATIVE_INFINITY;

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
    get() {
      const age = good ? now() - good.at : Number.POSITIVE_INFINITY;
      if (!good || age >= ages.stale) return reload();
      if (age >= ages.fresh && now() - triedAt >= ages.coolDown) reload().catch(onError);
      return Promise.resolve(good.value);
    },
    renew() {
      if (running) return running;
      // Counted from the last early refresh, not from the last load: keys may change right after we read them.
      if (good && now() - renewedAt < ages.coolDown) return Promise.resolve(good.value);
      renewedAt = now();
      return reload();
    },
  };
}
