/** The table of gates: its checks, and which gate a path belongs to. */
import { openPaths } from "../addresses";
import { canonicalPath, type PathPattern, specificity } from "./paths";
import { type Rule, validUser } from "./rules";

/** The paths of a gate and the rule that it requires. */
export interface Gate {
  paths: readonly PathPattern[];
  require: Rule;
  /**
   * A public page shown with 403 to signed-in members whom the rule refuses. It gets `?reason=`.
   * Default: the product's own refusal page. Apache: `ErrorDocument`, `OIDCUnAutzAction`.
   */
  refusedPage?: PathPattern;
}

/** Paths that need no sign-in, and the gates by the name of their route group. */
export interface Gates<Name extends string = string> {
  public: readonly PathPattern[];
  gates: Readonly<Record<Name, Gate>>;
}

/** True for a path of the product itself, which no gate may close. */
export function isOwnPath(path: string): boolean {
  return openPaths.some((open) => specificity(open, path) > 0);
}

/**
 * Checks the table in lib/gates.ts, at build and at start.
 * Throws if a path is named twice or belongs to the product, if a pattern can never match, or if a
 * refusal page is not public.
 */
export function defineGates<Name extends string>(table: Gates<Name>): Gates<Name> {
  const gates = Object.values<Gate>(table.gates);
  const patterns = [...table.public, ...gates.flatMap(({ paths }) => paths)];
  const faults = patterns.flatMap((pattern, index) => {
    const root = pattern.replace(/\/\*\*$/, "") || "/";
    if (/[*?#]/.test(root) || canonicalPath(root)?.normalize("NFC") !== root)
      return `${pattern} is not a path or a tree like /videos/**`;
    if (patterns.indexOf(pattern) !== index) return `${pattern} is named twice`;
    return isOwnPath(root) ? `${pattern} belongs to the product` : [];
  });
  for (const { refusedPage } of gates) {
    if (refusedPage && !table.public.some((pattern) => specificity(pattern, refusedPage) > 0)) {
      faults.push(`${refusedPage} is a refusal page and must be public`);
    }
  }
  if (faults.length > 0) throw new Error(`lib/gates.ts: ${faults.join("; ")}`);
  return table;
}

/** What the table says of a path. `own`: a path of the product. */
export type Standing<Name extends string = string> =
  | { kind: "own" }
  | { kind: "public" }
  | { kind: "gated"; gate: Name | undefined; require: Rule; refusedPage?: PathPattern | undefined };

/**
 * Looks up a canonical path. Paths that the table does not name need an active member.
 * Compares composed letters: a folder made on macOS may be named in decomposed ones.
 */
export function standingOf<Name extends string>(table: Gates<Name>, asked: string): Standing<Name> {
  const path = asked.normalize("NFC");
  if (isOwnPath(path)) return { kind: "own" };
  let best: Standing<Name> = { kind: "gated", gate: undefined, require: validUser };
  let bestScore = 0;
  const consider = (patterns: readonly PathPattern[], standing: Standing<Name>) => {
    const score = Math.max(0, ...patterns.map((pattern) => specificity(pattern, path)));
    if (score > bestScore) [best, bestScore] = [standing, score];
  };
  consider(table.public, { kind: "public" });
  for (const name of Object.keys(table.gates) as Name[]) {
    const { paths, require, refusedPage } = table.gates[name];
    consider(paths, { kind: "gated", gate: name, require, refusedPage });
  }
  return best;
}
