/** Tells the log that Redis fails: at most once a minute, and once when it is back. */
import type { Log } from "../../log";

/** Shortest time between two lines about failures, in milliseconds. */
const logPause = 60_000;
/** A full Redis is back when it has refused nothing for so long, in milliseconds. */
const quiet = 3000;

const meanwhile =
  "Members go on by the refresh interval and its grace. What is ended meanwhile counts on this server, and " +
  "everywhere once Redis is back";

/** Causes by which a Redis that answers refuses to write. */
const refusals: Readonly<Record<string, string>> = {
  OOM: "Redis at REDIS_URL is full: raise its maxmemory",
  READONLY: "Redis at REDIS_URL is a replica: name the one that takes writes",
  MISCONF: "Redis at REDIS_URL cannot save to its disk, and takes no writes",
  NOREPLICAS: "Redis at REDIS_URL misses its replicas, and takes no writes",
};

/** Causes that an operator must correct. */
const faults: Readonly<Record<string, string>> = {
  WRONGPASS: "Redis refuses the user or password of REDIS_URL",
  NOAUTH: "Redis wants a password: REDIS_URL has none",
  NOPERM: "The user of REDIS_URL may not run EVALSHA, EVAL or the commands of lib/registry/redis/scripts.ts",
  ENOTFOUND: "The host of REDIS_URL is not known",
};

/** True for the cause of a Redis that answers and does not write. */
export const isRefusal = (cause: string) => Object.hasOwn(refusals, cause);

/** Counts failures, and logs them. */
export interface Outages {
  failed(cause: string): void;
  /** All that is asked answers again. */
  succeeded(): void;
}

/** Returns the outages of a Redis that has not failed yet. `clock` is in milliseconds. */
export function outages(log: Log, clock: () => number = () => performance.now()): Outages {
  let loggedAt = Number.NEGATIVE_INFINITY;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let isTold = false;
  let calls = 0;
  return {
    failed: (cause) => {
      const now = clock();
      if (isRefusal(cause)) refusedAt = now;
      calls++;
      if (now - loggedAt < logPause) return;
      loggedAt = now;
      isTold = true;
      const what = refusals[cause] ?? faults[cause] ?? "Redis at REDIS_URL does not answer";
      log("error", "registry", { outcome: "failed", cause, calls, operator: `${what}. ${meanwhile}` });
      calls = 0;
    },
    succeeded: () => {
      // A full Redis answers between two refusals. One line for each would fill the log.
      if (!isTold || clock() - refusedAt < quiet) return;
      isTold = false;
      log("info", "registry", { outcome: "back", calls });
      calls = 0;
    },
  };
}
