/** Ends and changes that Redis did not take. They count here at once, and are written later. */
import type { EndReason } from "../registry";

/** Most that are kept. Above it, the oldest is dropped. */
const maxKept = 10_000;
/** How often writing is tried, in milliseconds. */
const retryPause = 1000;

/** What is known of a visit or a name. `until`: visits begun until then are over, in seconds. */
export interface Known {
  ended?: { until: number; reason: EndReason };
  change?: string;
}

/** Keeps writes by the hash of a visit, member, username or provider session. */
export interface Kept {
  /** `write` returns false if Redis did not take it this time either. */
  keep(hash: string, known: Known, write: () => Promise<boolean>): void;
  /** What is known of any of these hashes. An end counts for visits begun until its moment. */
  known(hashes: readonly (string | undefined)[], begunAt: number): { reason?: EndReason; change?: string };
}

interface Held extends Known {
  writes: (() => Promise<boolean>)[];
}

/** Returns an empty list. Tries to write what it holds each second. */
export function keptWrites(): Kept {
  const held = new Map<string, Held>();
  let isWaiting = false;

  const writeAll = async () => {
    for (const [hash, { writes }] of held) {
      for (const write of [...writes]) {
        if (!(await write())) return;
        writes.shift();
      }
      // Something may have been added to it in the meantime.
      if (held.get(hash)?.writes === writes) held.delete(hash);
    }
  };
  const tick = async () => {
    await writeAll();
    isWaiting = false;
    wait();
  };

  const wait = () => {
    if (isWaiting || held.size === 0) return;
    isWaiting = true;
    setTimeout(tick, retryPause).unref();
  };

  return {
    keep: (hash, { ended, change }, write) => {
      const { writes = [], ...before } = held.get(hash) ?? ({} as Partial<Held>);
      held.delete(hash);
      // The first reason stands, as in Redis, unless the later end reaches later visits.
      const isLater = ended && ended.until > (before.ended?.until ?? -1);
      const known = { ...before, ...(isLater ? { ended } : {}), ...(change ? { change } : {}) };
      held.set(hash, { ...known, writes: [...writes, write].slice(-2) });
      for (const oldest of held.keys()) {
        if (held.size <= maxKept) break;
        held.delete(oldest);
      }
      wait();
    },
    known: (hashes, begunAt) => {
      if (held.size === 0) return {};
      const found: { reason?: EndReason; change?: string } = {};
      for (const hash of hashes) {
        const { ended, change } = (hash && held.get(hash)) || {};
        if (ended && begunAt <= ended.until) found.reason ??= ended.reason;
        if (change) found.change = change;
      }
      return found;
    },
  };
}
