/** Sums up rechecks in one log line a minute, which shows whether NATS is slow or refuses. */
import type { Site } from "../site";

const periodSeconds = 60;

const newPeriod = (since: number) => ({ since, counts: {} as Record<string, number>, milliseconds: 0, slowest: 0 });
const periods = new WeakMap<Site, ReturnType<typeof newPeriod>>();

/** Counts one recheck. Logs the previous minute first if it has ended. */
export function countRecheck(outcome: string, milliseconds: number, site: Site): void {
  const now = site.now();
  let period = periods.get(site) ?? newPeriod(now);
  const seconds = now - period.since;
  if (seconds >= periodSeconds) {
    const total = Object.values(period.counts).reduce((sum, count) => sum + count, 0);
    site.log("info", "rechecks", {
      ...period.counts,
      seconds,
      averageMilliseconds: Math.round(period.milliseconds / total),
      slowestMilliseconds: period.slowest,
    });
    period = newPeriod(now);
  }
  periods.set(site, period);
  period.counts[outcome] = (period.counts[outcome] ?? 0) + 1;
  period.milliseconds += milliseconds;
  period.slowest = Math.max(period.slowest, milliseconds);
}
