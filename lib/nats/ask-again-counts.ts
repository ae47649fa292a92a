/** Counts of rechecks by outcome, told in one log line a minute while there are any: an operator sees that NATS is slow or refuses. */
import type { Site } from "../site";

const periodSeconds = 60;

interface Period {
  since: number;
  counts: Record<string, number>;
  milliseconds: number;
  slowest: number;
}

const periods = new WeakMap<Site, Period>();

/** Counts one recheck; writes the line of the last period when a minute has passed. */
export function countAnswer(outcome: string, milliseconds: number, site: Site): void {
  const { now, log } = site;
  let period = periods.get(site);
  if (period && now() - period.since >= periodSeconds) {
    const total = Object.values(period.counts).reduce((sum, count) => sum + count, 0);
    log("info", "rechecks", {
      ...period.counts,
      seconds: now() - period.since,
      averageMilliseconds: Math.round(period.milliseconds / total),
      slowestMilliseconds: period.slowest,
    });
    period = undefined;
  }
  period ??= { since: now(), counts: {}, milliseconds: 0, slowest: 0 };
  periods.set(site, period);
  period.counts[outcome] = (period.counts[outcome] ?? 0) + 1;
  period.milliseconds += milliseconds;
  period.slowest = Math.max(period.slowest, milliseconds);
}
