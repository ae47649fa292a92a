/** Looks that requests share: one for a visit and two seconds, however many requests it makes. */
import { setBounded } from "../../bounded-map";
import type { Entry } from "../names";
import type { Look } from "../registry";

/** How long a look counts, in milliseconds. So long may an end on another server go unnoticed. */
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
  const looks = new Map<string, { at: number; entry: Entry; look: Promise<Look> }>();
  return {
    get: (entry, take) => {
      const now = performance.now();
      const held = looks.get(entry.visit);
      if (held && now - held.at < sharedMilliseconds) return held.look;
      const look = take();
      setBounded(looks, entry.visit, { at: now, entry, look }, maxLooks);
      look.then(({ kind }) => {
        if (kind === "unknown" && looks.get(entry.visit)?.look === look) looks.delete(entry.visit);
      });
      return look;
    },
    forget: (hashes) => {
      for (const [visit, { entry }] of looks) {
        const names = [visit, entry.member, entry.username, entry.providerSession];
        if (names.some((name) => name && hashes.includes(name))) looks.delete(visit);
      }
    },
  };
}
