/** Bounds how many of NATS's posts are taken. Above it a post is refused, and nothing is done. */
import type { Site } from "../site";

/** Each may read a body of 64 kB for ten seconds. */
const maxRunning = 20;
/** NATS posts one change at a time; a whole night's expirations come in a row. */
const maxPerSecond = 100;

const states = new WeakMap<Site, { running: number; second: number; taken: number }>();

/** Runs `work`, or returns "busy" without running it. */
export async function withinPushLimit<T>(site: Site, work: () => Promise<T>): Promise<T | "busy"> {
  const state = states.get(site) ?? { running: 0, second: 0, taken: 0 };
  states.set(site, state);
  const second = site.now();
  if (state.second !== second) Object.assign(state, { second, taken: 0 });
  if (state.running >= maxRunning || state.taken >= maxPerSecond) return "busy";
  state.running++;
  state.taken++;
  try {
    return await work();
  } finally {
    state.running--;
  }
}
