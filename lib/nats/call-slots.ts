/** A semaphore for calls to NATS: of each kind 20 run at once, and 200 wait for 8 seconds. */
import type { Site } from "../site";

const maxRunning = 20;
const maxWaiting = 200;
/** Longer than a call may last: when NATS hangs, those that wait learn of the first timeout. */
const maxWaitSeconds = 8;
/** One member with hundreds of sessions must not keep the others from being asked about. */
const maxPerOwner = 4;

interface Slots {
  running: number;
  waiting: Set<() => void>;
  /** Calls that run or wait, by owner. */
  byOwner: Map<string, number>;
}

const slotsBySite = new WeakMap<Site, Map<string, Slots>>();

/**
 * Runs `work` in a slot for its kind of call. `owner` names the member, or the sign-in. Returns
 * "busy" without running it if no slot becomes free in time, or if too many callers wait already,
 * of all owners or of this one.
 */
export async function withSlot<T>(
  kind: "userinfo" | "token" | "logout",
  owner: string,
  site: Site,
  work: () => Promise<T>,
): Promise<T | "busy"> {
  const slots = slotsOf(kind, site);
  const own = slots.byOwner.get(owner) ?? 0;
  if (own >= maxPerOwner) return "busy";
  slots.byOwner.set(owner, own + 1);
  try {
    if (slots.running < maxRunning) slots.running++;
    else if (!(await handedOver(slots))) return "busy";
    return await work().finally(() => release(slots));
  } finally {
    const left = (slots.byOwner.get(owner) ?? 1) - 1;
    if (left === 0) slots.byOwner.delete(owner);
    else slots.byOwner.set(owner, left);
  }
}

function slotsOf(kind: string, site: Site): Slots {
  const byKind = slotsBySite.get(site) ?? new Map<string, Slots>();
  slotsBySite.set(site, byKind);
  const slots = byKind.get(kind) ?? { running: 0, waiting: new Set(), byOwner: new Map() };
  byKind.set(kind, slots);
  return slots;
}

/** Hands a slot over instead of freeing it: a newcomer must not overtake one that waits. */
function release(slots: Slots): void {
  const [next] = slots.waiting;
  if (next) next();
  else slots.running--;
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
