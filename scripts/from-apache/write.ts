/** Decides which files may be written: all of them or none. */
import { envFile } from "./env-file";
import { gatesFile, shippedGatesFile } from "./gates-file";
import { hostLabel } from "./hosts";
import type { Translation } from "./translate";

/** Returns the text of a file of the product, or undefined if there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A file to write. */
export interface Change {
  path: string;
  text: string;
  /** The former text, kept beside the file as `path.former`. */
  former?: string;
  /** Permissions, like 0o600. */
  mode?: number;
}

/** What is to be written, or why nothing is. */
export type Plan = { changes: Change[] } | { refused: string[] };

/** Plans the files of a translation. With `overwrite`, files that you have edited are replaced. */
export function planFiles(translation: Translation, read: ReadFile, overwrite: boolean): Plan {
  const { env, gates, declared, claimsFile, host } = translation;
  const refused: string[] = [];
  const changes: Change[] = [];
  const add = (path: string, text: string, untouched: string | undefined, mode?: number) => {
    const present = read(path);
    const change = { path, text, ...(mode === undefined ? {} : { mode }) };
    if (present === undefined || present === untouched || present === text) changes.push(change);
    else if (overwrite) changes.push({ ...change, former: present });
    else refused.push(`${path} is there already. Add --overwrite to replace it; the former stays beside it.`);
  };
  add(".env", envFile(env, hostLabel(host)), undefined, 0o600);
  add("lib/gates.ts", gatesFile(gates, declared), shippedGatesFile());
  if (claimsFile !== null) changes.push({ path: "lib/claims.ts", text: claimsFile });
  return refused.length > 0 ? { refused } : { changes };
}
