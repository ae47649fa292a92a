/** Translates Apache's `Require` lines into a rule of lib/access/rules.ts. */
import { type ClaimName, claim, not, type Rule, validUser } from "../../lib/access/rules";
import { isOpen } from "./conditions";
import { type At, type ConfigNode, type Directive, printable } from "./model";
import { wordsAt } from "./parse";
import { javascriptRegex } from "./regex";
import { allOf, anyOf, isNobody, nobody } from "./rule-forms";

/** A line that has no exact translation, and why. */
export interface Doubt {
  at: At;
  what: string;
  why: string;
}

/** A rule that is never wider than Apache's. "everybody" needs no sign-in. */
export interface Requirement {
  rule: Rule | "everybody";
  doubts: Doubt[];
}

/** What `Require` lines mean on a host. */
export interface Meaning {
  /** The claim that `Require user` compares, or undefined if it is not plain. */
  userClaim: string | undefined;
}

/** Bounds of what a line admits: our rule must lie below it, or above it under a negation. */
type Bound = "below" | "above";

const groups = ["requireall", "requireany", "requirenone"];

/** True for what `requirementOf` translates. */
export function isRequireNode({ name }: ConfigNode): boolean {
  return name === "require" || groups.includes(name);
}

/** Translates the Require lines and groups of one section. Several mean any of them. */
export function requirementOf(nodes: readonly ConfigNode[], meaning: Meaning): Requirement {
  const doubts: Doubt[] = [];
  const doubt = (node: ConfigNode, why: string) => doubts.push({ at: node.at, what: named(node), why });

  /** Returns the rule of a node that can admit, or null for one that can only refuse. */
  function positive(node: ConfigNode, bound: Bound): Rule | "everybody" | null {
    if (node.kind === "directive") return negationIn(node) === null ? line(node, node.raw, bound) : null;
    const inside = node.children.filter(isRequireNode);
    if (node.name === "requirenone") return null;
    const found = inside.map((child) => ({ child, rule: positive(child, bound) }));
    const rules = found.map(({ rule }) => rule).filter((rule) => rule !== null);
    const refusing = found.filter(({ rule }) => rule === null).map(({ child }) => child);
    if (node.name === "requireany") {
      for (const child of refusing) doubt(child, whyUseless(child));
      if (inside.length === 0) doubt(node, whyUseless(node));
      return rules.length === 0 ? nobody : anyOf(rules);
    }
    return rules.length === 0 ? null : allOf([...rules, ...refusing.flatMap((child) => negations(child, bound))]);
  }

  /** Returns what a node that can only refuse adds to the RequireAll that it lies in. */
  function negations(node: ConfigNode, bound: Bound): Rule[] {
    const other: Bound = bound === "below" ? "above" : "below";
    if (node.kind === "directive") return [deny(line(node, negationIn(node) ?? "", other))];
    const inside = node.children.filter(isRequireNode);
    if (node.name !== "requirenone") return inside.flatMap((child) => negations(child, bound));
    const refused = inside.map((child) => positive(child, other)).filter((rule) => rule !== null);
    return refused.length === 0 ? [] : [deny(anyOf(refused))];
  }

  function line(node: Directive, raw: string, bound: Bound): Rule | "everybody" {
    const result = lineRule(wordsAt({ raw, at: node.at }), meaning);
    if (!("why" in result)) return result.rule;
    doubt(node, result.why);
    return bound === "below" ? nobody : "everybody";
  }

  const any: ConfigNode = {
    kind: "section",
    name: "requireany",
    written: "RequireAny",
    raw: "",
    at: nodes[0]?.at ?? noPlace,
    children: [...nodes],
  };
  // Sections that only refuse admit nobody: in Apache they do not even start.
  const rule = positive(any, "below") ?? nobody;
  const unique = doubts.filter((each, index) => doubts.findIndex(({ at }) => at === each.at) === index);
  return { rule, doubts: unique };
}

const noPlace: At = { file: "", line: 0 };

function deny(rule: Rule | "everybody"): Rule {
  if (rule === "everybody") return nobody;
  return isNobody(rule) ? validUser : not(rule);
}

/** Returns what follows `not`, or null if the line does not begin with it. */
function negationIn({ raw }: Directive): string | null {
  return /^["']?not["']?\s+(.*)$/is.exec(raw)?.[1] ?? null;
}

/** Says why a line or group that can only refuse is useless beside lines that admit. */
function whyUseless(node: ConfigNode): string {
  if (node.kind === "directive") return "Apache does not start with a `Require not` outside `<RequireAll>`";
  if (!node.children.some(isRequireNode)) return "it contains no directives";
  return "Apache does not start with a group that only refuses, outside `<RequireAll>`";
}

/** Names a Require line without its values, which may come from anywhere. */
function named(node: ConfigNode): string {
  if (node.kind === "section") return `<${printable(node.written)}>`;
  if (node.raw.trim() === "") return "Require";
  const [first = "", second = ""] = node.raw.split(/\s+/);
  const provider = first.toLowerCase() === "not" ? `not ${second}` : first;
  return `Require ${/^[\w -]{1,40}$/.test(provider) ? provider : "…"}`;
}

/** Providers that are translated. Apache compares their names byte for byte. */
const knownProviders = ["all", "valid-user", "user", "claim", "claims_expr", "ip", "host", "expr", "env", "group"];

type LineRule = { rule: Rule | "everybody" } | { why: string };

function lineRule([provider = "", ...values]: string[], { userClaim }: Meaning): LineRule {
  if (values.some(isOpen)) return { why: "it needs a name that no file defines; give it with --define NAME" };
  if (values.some((value) => value.includes("%{"))) return { why: "expressions have no counterpart" };
  switch (provider) {
    case "all":
      if (/^granted$/i.test(values[0] ?? "")) return { rule: "everybody" };
      return /^denied$/i.test(values[0] ?? "") ? { rule: nobody } : { why: "it is neither granted nor denied" };
    case "valid-user":
      return { rule: validUser };
    case "user":
      if (userClaim === undefined) return { why: "the user's name is not one plain claim here" };
      return every(values, (name) => ({ rule: claim(userClaim as ClaimName, name) }));
    case "claim":
      return every(values, claimRule);
    case "claims_expr":
      return { why: "jq expressions have no counterpart" };
    case "ip":
    case "host":
    case "forward-dns":
    case "local":
      return { why: "gates know members, not addresses. Filter addresses in the web server in front" };
    case "method":
      return { why: "gates do not tell methods apart" };
    case "expr":
    case "env":
      return { why: "expressions have no counterpart" };
    case "group":
    case "dbm-group":
    case "file-group":
      return { why: "groups lie in files of Apache. NATS would have to send a claim in their place" };
    case "":
      return { why: "it names nothing" };
    default:
      if (!knownProviders.includes(provider.toLowerCase())) return { why: "it belongs to another module" };
      return { why: `Apache knows \`${provider.toLowerCase()}\` in small letters only` };
  }
}

function every(values: readonly string[], translate: (value: string) => LineRule): LineRule {
  if (values.length === 0) return { why: "it names nothing" };
  const rules: (Rule | "everybody")[] = [];
  for (const value of values) {
    const result = translate(value);
    if ("why" in result) return result;
    rules.push(result.rule);
  }
  return { rule: anyOf(rules) };
}

function claimRule(text: string): LineRule {
  // Claims like https://example.com/role: name and value cannot be told apart without the claims.
  const [, path, kind, value = ""] =
    /^([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*){0,3})([:~])(?!\/\/)(.*)$/s.exec(text) ?? [];
  if (path === undefined) return { why: "its name and value cannot be told apart" };
  if (kind === ":") return { rule: claim(path as ClaimName, value) };
  const translated = javascriptRegex(value);
  return "why" in translated ? translated : { rule: claim(path as ClaimName, translated.regex) };
}
