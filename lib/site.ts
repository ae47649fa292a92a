/** What serves a request: settings, clock, fetch, log, counts. One per process; by host later. */
import { consoleLog, type Log } from "./log";
import { type Count, count } from "./measure";
import { describeFaults, readSettings } from "./settings/read";
import type { Settings } from "./settings/shape";

/** Passed as an argument, so that tests can set each part. */
export interface Site {
  settings: Settings;
  /** Whole seconds since 1970. */
  now: () => number;
  fetch: typeof fetch;
  log: Log;
  /** Counts what is too frequent for the log. */
  count: Count;
  /** True under `next dev`, which needs a looser Content-Security-Policy. */
  development: boolean;
}

let current: Site | undefined;

/**
 * Returns the site. Reads the environment at the first request, because a build has no settings.
 * Throws if the settings have faults.
 */
export function site(): Site {
  if (current) return current;
  const result = readSettings(process.env);
  if ("faults" in result) throw new Error(describeFaults(result.faults));
  current = {
    settings: result.settings,
    now: () => Math.floor(Date.now() / 1000),
    fetch,
    log: consoleLog,
    count,
    development: process.env.NODE_ENV === "development",
  };
  return current;
}
