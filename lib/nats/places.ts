/** Limits how many calls to NATS run at once. Callers without a place wait for a while. */
import type { Site } from "../site";

/** Concurrent calls of one kind; more would flood a slow NATS. */
const maxRunning = 20;
/** Callers that may wait for a place, and how long. */
const maxWaiting = 200;
const maxWaitSeconds = 5;

interface Places {
  running: number;
  waiting: Set<() => void>;
}

const placesBySite = new WeakMap<Site, Map<string, Places>>();

/**
 * Runs `work` once there is a place for its kind of call. Returns "busy" without running it if no
 * place becomes free in time, or if too many callers wait already.
 */
export async function inPlace<T>(kind: "userinfo" | "token", site: Site, work: () => Promise<T>): Promise<T | "busy"> {
  const byKind = placesBySite.get(site) ?? new Map<string, Places>();
  placesBySite.set(site, byKind);
  const places = byKind.get(kind) ?? { running: 0, waiting: new Set() };
  byKind.set(kind, places);
  if (places.running < maxRunning) places.running++;
  else if (!(await handedOver(places))) return "busy";
  try {
    return await work();
  } finally {
    // Handed over, not freed: a newcomer must not take it before the one that waited.
    const [next] = places.waiting;
    if (next) next();
    else places.running--;
  }
}

/** Resolves to true when a caller hands its place over, to false after the longest wait. */
function handedOver({ waiting }: Places): Promise<boolean> {
  if (waiting.size >= maxWaiting) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (free: boolean) => {
      clearTimeout(timer);
      waiting.delete(take);
      resolve(free);
    };
    const take = () => end(true);
    const timer = setTimeout(() => end(false), maxWaitSeconds * 1000);
    waiting.add(take);
  });
}
