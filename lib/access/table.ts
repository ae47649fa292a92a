/** The table of gates: its shape, its checks, and which gate stands before a path. */
import { openPaths } from "../addresses";
import { canonicalPath, type PathPattern, specificity } from "./paths";
import { type Rule, validUser } from "./rules";

/** A gate: the paths behind it and the rule it requires. */
export interface Gate {
  paths: readonly PathPattern[];
  require: Rule;
  /**
   * A public page of yours to show signed-in members whom the rule refuses, in place of ours; it gets `?reason=` and is sent with 403.
   * Apache: `ErrorDocument` and `OIDCUnAutzAction` within a section.
   */
  refusedPage?: PathPattern;
}

/** The site's policy: what is open to everybody, and the gates by name (the name of their route group). */
export interface Gates<Name extends string = string> {
  public: readonly PathPattern[];
  gates: Readonly<Record<Name, Gate>>;
}

/** True for the product's own paths. */
export function isOwnPath(path: string): boolean {
  return openPaths.some((open) => specificity(open, path) > 0);
}

/**
 * Checks and types a table of gates. Throws at start when a path is named twice, when a gate would close one of the product's own
 * paths, when a pattern could never match, or when a refusal page is not public. The table is code, so its faults stop the build or the start.
 */
export function defineGates<Name extends string>(table: Gates<Name>): Gates<Name> {
  const named = [...table.public, ...Object.values<Gate>(table.gates).flatMap((gate) => gate.paths)];
  const faults = named.flatMap((pattern, index) => {
    const root = pattern.replace(/\/\*\*$/, "") || "/";
    if (/[*?#]/.test(root) || canonicalPath(root) !== root) return `${pattern} is not a path or a tree like /videos/**`;
    if (named.indexOf(pattern) !== index) return `${pattern} is named twice`;
    return isOwnPath(root) ? `${pattern} belongs to the product` : [];
  });
  for (const { refusedPage } of Object.values<Gate>(table.gates)) {
    if (refusedPage && !table.public.some((pattern) => specificity(pattern, refusedPage) > 0)) {
      faults.push(`${refusedPage} is a refusal page and must be public`);
    }
  }
  if (faults.length > 0) throw new Error(`lib/gates.ts: ${faults.join("; ")}`);
  return table;
}

/** What stands before a path: nothing (the product's own or a public page), or a gate. */
export type Standing<Name extends string = string> =
  | { kind: "own" }
  | { kind: "public" }
  | { kind: "gated"; gate: Name | undefined; require: Rule; refusedPage?: PathPattern | undefined };

/** What stands before a canonical path. Unnamed paths need an active member: default deny. */
export function standingOf<Name extends string>(table: Gates<Name>, path: string): Standing<Name> {
  if (isOwnPath(path)) return { kind: "own" };
  let best: { score: number; standing: Standing<Name> } = {
    score: 0,
    standing: { kind: "gated", gate: undefined, require: validUser },
  };
  const consider = (patterns: readonly PathPattern[], standing: Standing<Name>) => {
    const score = Math.max(0, ...patterns.map((pattern) => specificity(pattern, path)));
    if (score > best.score) best = { score, standing };
  };
  consider(table.public, { kind: "public" });
  for (const name of Object.keys(table.gates) as Name[]) {
    const gate = table.gates[name];
    consider(gate.paths, { kind: "gated", gate: name, require: gate.require, refusedPage: gate.refusedPage });
  }
  return best.standing;
}
