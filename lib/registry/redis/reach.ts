/** Whom a name means in Redis, under each of the site's secrets. */
import { hashOf, type Name } from "../names";
import type { Connection } from "./connection";
import { namedScript } from "./name-scripts";
import { texts } from "./replies";

/** All visits of a member, or only one. Hashes. */
export interface Target {
  member: string;
  only: string;
}

/** What was met: how many members, and when each of their visits began, in seconds since 1970. */
export interface Met {
  members: number;
  begun: number[];
}

/** What an act met: null for a member whom Redis does not know. Undefined: no answer. */
export type Act = (target: Target) => Promise<{ begun: number[] | null } | undefined>;

/** Returns the key of a username or of a session of NATS's own, by its hash. */
export const nameKey = (hash: string) => `members-area:name:${hash}`;

/** Returns a function that does something to all that a name means. */
export function reachOf(
  secrets: readonly string[],
  { run }: Connection,
): { each: (name: Name, act: Act) => Promise<Met | undefined> } {
  const targets = async (name: Name, secret: string): Promise<Target[] | undefined> => {
    const hash = hashOf(name, secret);
    if (name.kind === "member") return [{ member: hash, only: "" }];
    const answer = await run(namedScript, nameKey(hash), []);
    return answer && texts(answer.reply).map((text) => ({ member: text.slice(0, 22), only: text.slice(23) }));
  };

  const under = async (name: Name, secret: string, act: Act): Promise<Met | undefined> => {
    const met: Met = { members: 0, begun: [] };
    let isMissing = false;
    for (const target of (await targets(name, secret)) ?? [undefined]) {
      const answer = target && (await act(target));
      if (!answer) isMissing = true;
      if (!answer?.begun) continue;
      met.members++;
      met.begun.push(...answer.begun);
    }
    return isMissing ? undefined : met;
  };

  /** Undefined if Redis did not answer each time. A visit known under two secrets counts once. */
  const each = async (name: Name, act: Act): Promise<Met | undefined> => {
    const all: Met = { members: 0, begun: [] };
    let isMissing = false;
    for (const secret of secrets) {
      const met = await under(name, secret, act);
      if (!met) {
        isMissing = true;
        continue;
      }
      all.members = Math.max(all.members, met.members);
      const others = met.begun.filter((begun) => !all.begun.includes(begun));
      all.begun.push(...others);
    }
    return isMissing ? undefined : all;
  };
  return { each };
}
