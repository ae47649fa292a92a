/** The rules a gate may require, Apache's `Require` in TypeScript, and what they say of a member. */
import type { MemberClaims } from "../claims";

/** What a rule says: `unknown` when a claim it needs is missing, which never grants. */
export type Truth = "yes" | "no" | "unknown";

/** A rule; build it with `validUser`, `claim`, `all`, `any` and `not`. */
export type Rule =
  | { kind: "validUser" }
  | { kind: "claim"; path: readonly string[]; value: string | RegExp }
  | { kind: "all" | "any"; rules: readonly Rule[] }
  | { kind: "not"; rule: Rule };

/** Names of claims as the schema declares them; `"a.b"` goes into an object. A wrong name does not compile. */
export type ClaimName<T = MemberClaims> = {
  [K in keyof T & string]: NonNullable<T[K]> extends string | number | boolean | readonly unknown[]
    ? K
    : K | `${K}.${ClaimName<NonNullable<T[K]>>}`;
}[keyof T & string];

/** Any active member. Apache: `Require valid-user`. */
export const validUser: Rule = { kind: "validUser" };

/**
 * A claim equal to a string, byte for byte, or matching a regular expression (unanchored, at most 256 characters looked at).
 * Where the schema declares an array, one matching element is enough. Apache: `Require claim name:value`, `Require claim name~regex`.
 */
export function claim(name: ClaimName, value: string | RegExp): Rule {
  return { kind: "claim", path: name.split("."), value };
}

/** Every rule. Apache: `<RequireAll>`. */
export function all(...rules: [Rule, ...Rule[]]): Rule {
  return { kind: "all", rules };
}

/** At least one rule. Apache: `<RequireAny>`. */
export function any(...rules: [Rule, ...Rule[]]): Rule {
  return { kind: "any", rules };
}

/** The opposite of a rule; `unknown` stays unknown, so a missing claim does not grant here either. Apache: `<RequireNone>`. */
export function not(rule: Rule): Rule {
  return { kind: "not", rule };
}

/** What `rule` says of `claims`, in three values (Kleene logic): `any` needs one yes, `all` only yes. */
export function evaluate(rule: Rule, claims: MemberClaims): Truth {
  switch (rule.kind) {
    case "validUser":
      return "yes";
    case "claim":
      return matches(rule.value, valueAt(claims, rule.path));
    case "not":
      return { yes: "no", no: "yes", unknown: "unknown" }[evaluate(rule.rule, claims)] as Truth;
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
  // A fresh expression each time: one with the g or y flag remembers where it stopped.
  return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, "")).test(text.slice(0, 256)) ? "yes" : "no";
}
