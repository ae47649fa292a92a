/** Runs the work for a key once and lets everybody who asks for the same within a minute share it: a code can be redeemed only once. */
import type { Site } from "../site";

const shareSeconds = 60;
const capacity = 1000;

type Running = Map<string, { work: Promise<unknown>; until: number }>;

const runningBySite = new WeakMap<Site, Running>();

/** The result of `work` for `key` at a site, started by the first caller. Failures are shared too. */
export function once<T>(key: string, site: Site, work: () => Promise<T>): Promise<T> {
  const now = site.now();
  const running: Running = runningBySite.get(site) ?? new Map();
  runningBySite.set(site, running);
  for (const [name, { until }] of running) {
    if (until > now && running.size <= capacity) break;
    running.delete(name);
  }
  const known = running.get(key);
  if (known) return known.work as Promise<T>;
  const started = work();
  started.catch(() => undefined);
  running.set(key, { work: started, until: now + shareSeconds });
  return started;
}
