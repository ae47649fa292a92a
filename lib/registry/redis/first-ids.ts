/** Tells which ids, for example of logout tokens, no server has seen before. */
import { setBounded } from "../../bounded-map";
import { maxIds } from "../limits";
import { hashOfText } from "../names";
import type { Connection } from "./connection";
import { firstScript } from "./name-scripts";

const idKey = (hash: string) => `members-area:id:${hash}`;

/**
 * Returns a function that is true if no call had this id before; false until `until`, in seconds
 * since 1970. While Redis is away, each server knows only the ids that it has seen itself.
 */
export function firstIds(
  secrets: readonly [string, ...string[]],
  { run }: Connection,
  now: () => number,
): (id: string, until: number) => Promise<boolean> {
  const seen = new Map<string, number>();
  return async (id, until) => {
    // Another server may have fewer secrets: the id gets its name under each.
    const hashes = secrets.map((secret) => hashOfText(id, secret));
    const [here = ""] = hashes;
    const isKnownHere = (seen.get(here) ?? 0) > now();
    setBounded(seen, here, until, maxIds);
    // A token may state fractions of a second, and Redis takes none.
    const seconds = Math.max(1, Math.ceil(until - now()));
    const answers = await Promise.all(hashes.map((hash) => run(firstScript, idKey(hash), [seconds])));
    return !isKnownHere && answers.every((answer) => answer === undefined || answer.reply === 1);
  };
}
