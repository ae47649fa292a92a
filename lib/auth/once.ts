/** Runs work once per key: an authorization code can be redeemed only once. */
import { type SharedWork, sharedWork } from "../shared-work";
import type { Site } from "../site";

const lifeSeconds = 60;
const capacity = 1000;

type Running = Map<string, { work: SharedWork<unknown>; until: number }>;

const runningBySite = new WeakMap<Site, Running>();

/** Starts `work` for a key; callers with the same key within a minute share the outcome. */
export function once<T>(key: string, site: Site, work: () => Promise<T>): Promise<T> {
  const now = site.now();
  const running: Running = runningBySite.get(site) ?? new Map();
  runningBySite.set(site, running);
  for (const [name, { until }] of running) {
    if (until > now && running.size <= capacity) break;
    running.delete(name);
  }
  const known = running.get(key);
  if (known) return known.work() as Promise<T>;
  const shared = sharedWork(work());
  running.set(key, { work: shared, until: now + lifeSeconds });
  return shared();
}
