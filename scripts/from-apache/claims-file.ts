/** The claims that the new gates need beyond those in lib/claims.ts. */
import type { PlannedGate } from "./gates";
import { claimsIn, stringText } from "./rule-forms";

/** A claim that lib/claims.ts does not declare. */
export interface NewClaim {
  name: string;
  /** The line to add to `memberClaims`. */
  line: string;
}

/** Returns the claims that the gates ask for and `declared` lacks, each with its declaration. */
export function newClaims(gates: readonly PlannedGate[], declared: readonly string[]): NewClaim[] {
  const asked = gates.flatMap(({ rule }) => claimsIn(rule));
  const top = (path: readonly string[]) => path[0] ?? "";
  const names = [...new Set(asked.map(({ path }) => top(path)))].filter((name) => !declared.includes(name));
  return names.map((name) => {
    const uses = asked.filter(({ path }) => top(path) === name);
    return {
      name,
      line: `${keyText(name)}: ${schemaText(uses.map(({ path, value }) => ({ path: path.slice(1), value })))},`,
    };
  });
}

interface Use {
  path: readonly string[];
  value: string | RegExp;
}

/**
 * Chooses the type by what Apache compares. Its expressions match text only, so a number stays
 * undeclared there. `true` and `false` match JSON's booleans.
 */
function schemaText(uses: readonly Use[]): string {
  const nested = uses.filter(({ path }) => path.length > 0);
  if (nested.length > 0) {
    const names = [...new Set(nested.map(({ path }) => path[0] ?? ""))];
    const inner = names.map((name) => {
      const below = nested.filter(({ path }) => path[0] === name);
      return `${keyText(name)}: ${schemaText(below.map(({ path, value }) => ({ path: path.slice(1), value })))}`;
    });
    return `z.object({ ${inner.join(", ")} }).optional()`;
  }
  const values = uses.map(({ value }) => value);
  if (values.every((value) => value instanceof RegExp)) return "z.string().max(256).optional()";
  const booleans = values.some((value) => value === "true" || value === "false");
  return booleans ? "z.union([scalar, z.boolean()]).optional()" : "scalar.optional()";
}

const keyText = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : stringText(name));

const opening = "export const memberClaims = z.object({\n";

/** Adds the lines to the text of lib/claims.ts. Returns null if it is not built as shipped. */
export function withClaims(text: string, claims: readonly NewClaim[]): string | null {
  const start = text.indexOf(opening);
  const end = text.indexOf("\n});", start);
  if (start < 0 || end < 0 || text.indexOf(opening, start + 1) >= 0 || !/^const scalar = /m.test(text)) return null;
  const body = text.slice(start + opening.length, end).split("\n");
  if (!body.every((line) => /^ {2}\w+: .*,$/.test(line))) return null;
  return `${text.slice(0, end)}\n${claims.map(({ line }) => `  ${line}`).join("\n")}${text.slice(end)}`;
}

/** True if both a claim and a member of it are asked for, which no schema can say. */
export function isContradictory(gates: readonly PlannedGate[], name: string): boolean {
  const paths = gates.flatMap(({ rule }) => claimsIn(rule)).map(({ path }) => path.join("."));
  return paths.some((path) => path.split(".")[0] === name && paths.some((other) => other.startsWith(`${path}.`)));
}
