/** Ends and changes that Redis did not take. They count here at once, and are written later. */
import type { EndReason } from "../registry";

/** Most that are kept. Above it, the oldest is dropped. */
const maxKept = 10_000;
/** How often writing is tried, in milliseconds. */
const retryPause = 1000;
/** After so many refusals the rest waits for the next try. */
const maxRefusals = 10;
/** A name that met nobody is tried again after 2, 4, 8 … seconds, so often. */
const maxTries = 6;

/** `nobody`: Redis knows no visit of that name. Perhaps it has lost them, and learns them anew. */
export type Outcome = "written" | "nobody" | "refused";

/** What is known of a visit or a name. `until`: visits begun until then are over, in seconds. */
export interface Known {
  ended?: { until: number; reason: EndReason };
  change?: string;
}

/** Keeps writes by the hash of a visit, member, username or provider session. */
export interface Kept {
  /** Tries until Redis takes it. If it met nobody there, it counts here for a session's life. */
  keep(hash: string, known: Known, write: () => Promise<Outcome>): void;
  /** What is known of any of these hashes. An end counts for visits begun until its moment. */
  known(hashes: readonly (string | undefined)[], begunAt: number): { reason?: EndReason; change?: string };
}

interface Write {
  run: () => Promise<Outcome>;
  tries: number;
  dueAt: number;
}

interface Held {
  known: Known;
  /** An end and a change: the later of a kind replaces the former. */
  writes: Map<keyof Known, Write>;
  forgetAt: number;
}

/** Returns an empty list. Writes what it holds each second. `seconds` is a session's life. */
export function keptWrites(seconds: number, clock: () => number = () => performance.now()): Kept {
  const held = new Map<string, Held>();
  let isWaiting = false;

  const writeDue = async () => {
    let refusals = 0;
    for (const [hash, each] of Array.from(held)) {
      if (each.forgetAt <= clock()) held.delete(hash);
      for (const [kind, write] of each.writes) {
        if (write.dueAt > clock()) continue;
        const outcome = await write.run();
        if (outcome === "refused") {
          if (++refusals >= maxRefusals) return;
          // The next try begins with the others: perhaps only this one's node is away.
          if (held.delete(hash)) held.set(hash, each);
        } else if (outcome === "nobody") {
          write.tries++;
          write.dueAt = write.tries > maxTries ? Number.POSITIVE_INFINITY : clock() + 1000 * 2 ** write.tries;
        } else if (each.writes.get(kind) === write) {
          each.writes.delete(kind);
        }
      }
      if (each.writes.size === 0) held.delete(hash);
    }
  };

  const wait = () => {
    if (isWaiting || held.size === 0) return;
    isWaiting = true;
    setTimeout(async () => {
      await writeDue();
      isWaiting = false;
      wait();
    }, retryPause).unref();
  };

  return {
    keep: (hash, known, run) => {
      const former = held.get(hash);
      const each = former ?? { known: {}, writes: new Map<keyof Known, Write>(), forgetAt: 0 };
      held.delete(hash);
      held.set(hash, each);
      each.known = { ...each.known, ...known };
      each.writes.set(known.change === undefined ? "ended" : "change", { run, tries: 0, dueAt: 0 });
      each.forgetAt = clock() + seconds * 1000;
      if (held.size > maxKept) held.delete(leastNeeded(held));
      wait();
    },
    known: (hashes, begunAt) => {
      if (held.size === 0) return {};
      const found: { reason?: EndReason; change?: string } = {};
      for (const hash of hashes) {
        const { ended, change } = (hash && held.get(hash)?.known) || {};
        if (ended && begunAt <= ended.until) found.reason ??= ended.reason;
        if (change) found.change = change;
      }
      return found;
    },
  };
}

/** A lost change costs a few minutes, a lost end a copied cookie: the oldest change goes first. */
function leastNeeded(held: ReadonlyMap<string, Held>): string {
  let oldest = "";
  for (const [hash, { known }] of held) {
    if (known.ended === undefined) return hash;
    oldest ||= hash;
  }
  return oldest;
}
