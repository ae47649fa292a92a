/** The rules that a gate may require, after Apache's `Require`, and their evaluation. */
import type { MemberClaims } from "../claims";

/** Result of a rule. `unknown` means that a needed claim is missing, and never grants. */
export type Truth = "yes" | "no" | "unknown";

/** A rule; build it with `validUser`, `claim`, `all`, `any` and `not`. */
export type Rule =
  | { kind: "validUser" }
  | { kind: "claim"; path: readonly string[]; value: string | RegExp }
  | { kind: "all" | "any"; rules: readonly Rule[] }
  | { kind: "not"; rule: Rule };

/** Name of a claim declared in lib/claims.ts; `"a.b"` names a member of an object. */
export type ClaimName<T = MemberClaims> = {
  [K in keyof T & string]: NonNullable<T[K]> extends string | number | boolean | readonly unknown[]
    ? K
    : K | `${K}.${ClaimName<NonNullable<T[K]>>}`;
}[keyof T & string];

/** Accepts any active member. Apache: `Require valid-user`. */
export const validUser: Rule = { kind: "validUser" };

/**
 * Requires a claim to equal a string, byte for byte, or to match a regular expression.
 * An expression is tested on the first 256 characters, anywhere unless it is anchored.
 * Of an array, one matching element is enough.
 * Apache: `Require claim name:value`, `Require claim name~regex`.
 */
export function claim(name: ClaimName, value: string | RegExp): Rule {
  return { kind: "claim", path: name.split("."), value };
}

/** Requires every rule. Apache: `<RequireAll>`. */
export function all(...rules: [Rule, ...Rule[]]): Rule {
  return { kind: "all", rules };
}

/** Requires at least one rule. Apache: `<RequireAny>`. */
export function any(...rules: [Rule, ...Rule[]]): Rule {
  return { kind: "any", rules };
}

/** Negates a rule. A missing claim stays unknown and does not grant. Apache: `<RequireNone>`. */
export function not(rule: Rule): Rule {
  return { kind: "not", rule };
}

/** Evaluates a rule in three-valued (Kleene) logic. */
export function evaluate(rule: Rule, claims: MemberClaims): Truth {
  switch (rule.kind) {
    case "validUser":
      return "yes";
    case "claim":
      return matches(rule.value, valueAt(claims, rule.path));
    case "not":
      return ({ yes: "no", no: "yes", unknown: "unknown" } as const)[evaluate(rule.rule, claims)];
    case "all":
      return combine(rule.rules, claims, "no", "yes");
    case "any":
      return combine(rule.rules, claims, "yes", "no");
  }
}

function combine(rules: readonly Rule[], claims: MemberClaims, decisive: Truth, otherwise: Truth): Truth {
  const truths = rules.map((rule) => evaluate(rule, claims));
  if (truths.includes(decisive)) return decisive;
  return truths.includes("unknown") ? "unknown" : otherwise;
}

function valueAt(claims: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined,
    claims,
  );
}

function matches(wanted: string | RegExp, value: unknown): Truth {
  if (Array.isArray(value)) return value.some((element) => matches(wanted, element) === "yes") ? "yes" : "no";
  if (!["string", "number", "boolean"].includes(typeof value)) return "unknown";
  const text = String(value);
  if (typeof wanted === "string") return text === wanted ? "yes" : "no";
  // An expression with the g or y flag continues where its last match ended, so it is copied.
  return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, "")).test(text.slice(0, 256)) ? "yes" : "no";
}
