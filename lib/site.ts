/** The site that answers a request: its settings, clock, fetch and log. One per process now, by host name later. */

import { consoleLog, type Log } from "./log";
import { describeFaults, readSettings } from "./settings/read";
import type { Settings } from "./settings/shape";

/** What code at the edges passes on to the rest. */
export interface Site {
  settings: Settings;
  /** Seconds since 1970, whole. */
  now: () => number;
  fetch: typeof fetch;
  log: Log;
  /** True under `next dev`, whose tools need a looser page policy. */
  development: boolean;
}

let current: Site | undefined;

/** The site, read from the environment at the first request (never at import: a build has no settings). Throws on bad settings. */
export function site(): Site {
  current ??= {
    settings: settingsOf(process.env),
    now: () => Math.floor(Date.now() / 1000),
    fetch,
    log: consoleLog,
    development: process.env.NODE_ENV === "development",
  };
  return current;
}

function settingsOf(env: NodeJS.ProcessEnv): Settings {
  const result = readSettings(env);
  if ("faults" in result) throw new Error(describeFaults(result.faults));
  return result.settings;
}
