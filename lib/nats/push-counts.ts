/** Logs NATS's posts: the first at once, then a line a minute with what came since. No names. */
import type { Site } from "../site";
import type { Meaning } from "./push-meaning";

const periodSeconds = 60;

/** What is counted: a post by its action, or why it was refused. */
export type Counted = Meaning["counted"] | "wrongKey" | "refused" | "busy";

/** What the operator can do about refused posts. The first that applies is logged. */
const cures: readonly [Counted, string][] = [
  [
    "wrongKey",
    "The key in NATS's Management URL is not a value of NATS_MANAGEMENT_KEY. Set it to …/api/nats/members?key=…",
  ],
  ["busy", "More posts came than are taken in a second. Their members are asked about at the usual interval."],
  [
    "refused",
    "Posts were too large, too slow, or not of type application/x-www-form-urlencoded. Does something else use the Management URL?",
  ],
  ["faulty", "Posts named no action or no member. Does something else use the Management URL?"],
];

interface Period {
  counts: Partial<Record<Counted, number>>;
  met: number;
  /** Set while a line is less than a minute old. */
  timer: NodeJS.Timeout | undefined;
}

const periods = new WeakMap<Site, Period>();

/** Counts one post. `met`: how many members it met who have been here. */
export function countPush(counted: Counted, met: number, site: Site): void {
  const period = periods.get(site) ?? { counts: {}, met: 0, timer: undefined };
  periods.set(site, period);
  period.counts[counted] = (period.counts[counted] ?? 0) + 1;
  period.met += met;
  if (!period.timer) tell(period, site);
}

function tell(period: Period, site: Site): void {
  const { counts, met } = period;
  period.timer = undefined;
  if (Object.keys(counts).length === 0) return;
  period.counts = {};
  period.met = 0;
  const operator = cures.find(([counted]) => counts[counted])?.[1];
  site.log(operator ? "warn" : "info", "pushes", { ...counts, met, operator });
  period.timer = setTimeout(() => tell(period, site), periodSeconds * 1000);
  period.timer.unref();
}
