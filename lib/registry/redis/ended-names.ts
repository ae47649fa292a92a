/** Ends of a name's visits, noted for visits that Redis does not know: a restart has lost them. */
import { hashOf, type Name } from "../names";
import { type EndReason, endReasons } from "../registry";
import type { Connection } from "./connection";
import { markedScript, markScript } from "./name-scripts";

const endedKey = (hash: string) => `members-area:ended:${hash}`;

/** Ended names. */
export interface EndedNames {
  /** Notes an end under each secret, for a session's life. `at` in seconds. False: not written. */
  mark(name: Name, at: number, reason: EndReason): Promise<boolean>;
  /** Why a visit begun at `begunAt` is over, by the hashes of its names. */
  reasonFor(hashes: readonly string[], begunAt: number): Promise<EndReason | undefined>;
}

/** Returns the ended names of a site. `seconds` is a session's life. */
export function endedNames(secrets: readonly string[], { run }: Connection, seconds: number): EndedNames {
  return {
    mark: async (name, at, reason) => {
      const args = [`${at} ${reason}`, seconds];
      const answers = await Promise.all(secrets.map((secret) => run(markScript, endedKey(hashOf(name, secret)), args)));
      return !answers.includes(undefined);
    },
    reasonFor: async (hashes, begunAt) => {
      const answers = await Promise.all(hashes.map((hash) => run(markedScript, endedKey(hash), [])));
      const marks = answers.map((answer) => `${answer?.reply ?? ""}`.split(" "));
      const [, reason] = marks.find(([at]) => at && begunAt <= Number(at)) ?? [];
      return endReasons.find((each) => each === reason);
    },
  };
}
