/** A semaphore for calls to NATS: of each kind 20 run at once, and 200 wait for up to 8 seconds. */
import type { Site } from "../site";

const maxRunning = 20;
const maxWaiting = 200;
/** Longer than a call may last: when NATS hangs, those that wait learn of the first timeout. */
const maxWaitSeconds = 8;

interface Slots {
  running: number;
  waiting: Set<() => void>;
}

const slotsBySite = new WeakMap<Site, Map<string, Slots>>();

/**
 * Runs `work` in a slot for its kind of call. Returns "busy" without running it if no slot becomes
 * free in time, or if too many callers wait already.
 */
export async function withSlot<T>(kind: "userinfo" | "token", site: Site, work: () => Promise<T>): Promise<T | "busy"> {
  const byKind = slotsBySite.get(site) ?? new Map<string, Slots>();
  slotsBySite.set(site, byKind);
  const slots = byKind.get(kind) ?? { running: 0, waiting: new Set() };
  byKind.set(kind, slots);
  if (slots.running < maxRunning) slots.running++;
  else if (!(await handedOver(slots))) return "busy";
  try {
    return await work();
  } finally {
    // Handed over, not freed: a newcomer must not overtake the one that waits.
    const [next] = slots.waiting;
    if (next) next();
    else slots.running--;
  }
}

/** Resolves to true when a slot is handed over, to false after the longest wait. */
function handedOver({ waiting }: Slots): Promise<boolean> {
  if (waiting.size >= maxWaiting) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (granted: boolean) => {
      clearTimeout(timer);
      waiting.delete(grant);
      resolve(granted);
    };
    const grant = () => end(true);
    const timer = setTimeout(() => end(false), maxWaitSeconds * 1000);
    waiting.add(grant);
  });
}
