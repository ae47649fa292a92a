/** Looks that requests share: one for a visit and two seconds, however many requests it makes. */
import { setBounded } from "../../bounded-map";
import { type SharedWork, sharedWork } from "../../shared-work";
import type { Entry } from "../names";
import type { Look } from "../registry";

/** In milliseconds. For so long an end on another server may go unnoticed. */
const sharedMilliseconds = 2000;
/** Most looks remembered. */
const maxLooks = 5000;

/** Looks by visit. */
export interface SharedLooks {
  /** Returns the look of this moment, or takes a new one. An answer that failed is not kept. */
  get(entry: Entry, take: () => Promise<Look>): Promise<Look>;
  /** Forgets the looks of a visit, member, username or provider session: it ended or changed. */
  forget(hashes: readonly string[]): void;
}

/** Returns an empty memory of looks. */
export function sharedLooks(): SharedLooks {
  const looks = new Map<string, { at: number; entry: Entry; look: SharedWork<Look> }>();
  return {
    get: (entry, take) => {
      const now = performance.now();
      const held = looks.get(entry.visit);
      if (held && now - held.at < sharedMilliseconds) return held.look();
      const taken = take();
      const look = sharedWork(taken);
      setBounded(looks, entry.visit, { at: now, entry, look }, maxLooks);
      taken.then(({ kind }) => {
        if (kind === "unknown" && looks.get(entry.visit)?.look === look) looks.delete(entry.visit);
      });
      return taken;
    },
    forget: (hashes) => {
      for (const [visit, { entry }] of looks) {
        const names = [visit, entry.member, entry.username, entry.providerSession];
        if (names.some((name) => name && hashes.includes(name))) looks.delete(visit);
      }
    },
  };
}
