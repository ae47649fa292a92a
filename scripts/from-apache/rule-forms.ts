/** Rules in their shortest form, their comparison, and their text for lib/gates.ts. */
import { all, any, not, type Rule, validUser } from "../../lib/access/rules";

/** Admits nobody. */
export const nobody: Rule = not(validUser);

/** True if both rules are written alike. */
export function isSameRule(one: Rule, other: Rule): boolean {
  return ruleText(one) === ruleText(other);
}

/** True for the rule that admits nobody. */
export function isNobody(rule: Rule): boolean {
  return isSameRule(rule, nobody);
}

/** Requires one of the rules. Leaves out what changes nothing. "everybody" needs no sign-in. */
export function anyOf(rules: readonly (Rule | "everybody")[]): Rule | "everybody" {
  if (rules.includes("everybody")) return "everybody";
  const useful = distinct(rules.filter((rule) => rule !== "everybody").filter((rule) => !isNobody(rule)));
  const flat = distinct(useful.flatMap((rule) => (rule.kind === "any" ? rule.rules : [rule])));
  if (flat.some(({ kind }) => kind === "validUser")) return validUser;
  const [first, ...rest] = flat;
  if (!first) return nobody;
  return rest.length === 0 ? first : any(first, ...rest);
}

/** Requires each of the rules. Leaves out what changes nothing. */
export function allOf(rules: readonly (Rule | "everybody")[]): Rule | "everybody" {
  const needed = rules.filter((rule) => rule !== "everybody");
  if (needed.some(isNobody)) return nobody;
  const flat = distinct(needed.flatMap((rule) => (rule.kind === "all" ? rule.rules : [rule])));
  const beyond = flat.filter(({ kind }) => kind !== "validUser");
  const [first, ...rest] = beyond;
  if (!first) return flat.length > 0 ? validUser : "everybody";
  return rest.length === 0 ? first : all(first, ...rest);
}

function distinct(rules: readonly Rule[]): Rule[] {
  return rules.filter((rule, index) => rules.findIndex((each) => isSameRule(each, rule)) === index);
}

/** Returns the paths of the claims that a rule asks for, and how they are compared. */
export function claimsIn(rule: Rule): { path: readonly string[]; value: string | RegExp }[] {
  if (rule.kind === "claim") return [rule];
  if (rule.kind === "not") return claimsIn(rule.rule);
  return rule.kind === "validUser" ? [] : rule.rules.flatMap(claimsIn);
}

/** Writes a rule as code, on one line. */
export function ruleText(rule: Rule): string {
  switch (rule.kind) {
    case "validUser":
      return "validUser";
    case "claim":
      return `claim(${stringText(rule.path.join("."))}, ${valueText(rule.value)})`;
    case "not":
      return `not(${ruleText(rule.rule)})`;
    default:
      return `${rule.kind}(${rule.rules.map(ruleText).join(", ")})`;
  }
}

/** Writes a rule as code, with one part a line where it would be wider than `columns`. */
export function wrappedRule(rule: Rule, indent: string, columns: number): string {
  const flat = ruleText(rule);
  if (flat.length <= columns || rule.kind === "validUser") return flat;
  const inner = `${indent}  `;
  const room = 120 - inner.length - 1;
  const parts =
    rule.kind === "claim"
      ? [stringText(rule.path.join(".")), valueText(rule.value)]
      : (rule.kind === "not" ? [rule.rule] : rule.rules).map((part) => wrappedRule(part, inner, room));
  return `${rule.kind}(\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent})`;
}

/** Writes a string as code. Escapes what would end the line. */
export function stringText(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, escaped);
}

function valueText(value: string | RegExp): string {
  return typeof value === "string" ? stringText(value) : String(value);
}

const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
