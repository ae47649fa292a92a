/** Decides who may enter by the merged lines of a path. */
import type { Rule } from "../../lib/access/rules";
import type { ConfigNode, Directive } from "./model";
import type { Auth } from "./own-auth";
import { wordsAt } from "./parse";
import { type Doubt, type Meaning, requirementOf } from "./require";
import { isNobody, nobody } from "./rule-forms";

/** The rule for a path, never wider than Apache's, and what is not exact in it. */
export interface Outcome {
  rule: Rule | "everybody";
  doubts: Doubt[];
}

/** Types of sign-in that this product replaces. */
const openIdTypes = ["openid-connect", "auth-openidc"];

/** Translates merged lines. What is not understood admits nobody. */
export function outcomeOf(auth: Auth, meaning: Meaning): Outcome {
  const blocked = auth.access?.map(accessOutcome).find((outcome) => outcome !== null);
  if (blocked) return blocked;
  if (!auth.require) {
    if (!auth.type || auth.type.value === "none") return { rule: "everybody", doubts: [] };
    const why = "there is no Require line to it, so Apache answers 500";
    return { rule: nobody, doubts: [{ at: auth.type.at, what: "AuthType", why }] };
  }
  const { rule, doubts } = requirementOf(auth.require.nodes, meaning);
  if (rule === "everybody" || isNobody(rule)) return { rule, doubts };
  const type = auth.type?.value ?? "none";
  if (openIdTypes.includes(type)) {
    const passes = auth.unAuth && /^["']?pass["']?$/i.test(auth.unAuth.raw);
    return { rule: passes && isValidUserAlone(auth.require.nodes) ? "everybody" : rule, doubts };
  }
  const why =
    type === "none"
      ? "there is no AuthType around it, so Apache answers 500"
      : type === "oauth20"
        ? "bearer tokens have no counterpart: this product knows sessions only"
        : "it is another kind of sign-in than OpenID Connect, and has no counterpart";
  const at = auth.type && type !== "none" ? auth.type.at : auth.require.at;
  return { rule: nobody, doubts: [...doubts, { at, what: type === "none" ? "Require" : "AuthType", why }] };
}

/** True for `Require valid-user` alone. Beside groups, Apache refuses signed-out visitors. */
function isValidUserAlone(nodes: readonly ConfigNode[]): boolean {
  const [only, other] = nodes;
  return only?.kind === "directive" && only.raw.trim() === "valid-user" && other === undefined;
}

/** Judges Order, Allow, Deny and Satisfy. Returns null if they restrict nothing. */
function accessOutcome(directives: readonly Directive[]): Outcome | null {
  const [first] = directives;
  const lines = directives.map((directive) => ({ name: directive.name, words: wordsAt(directive) }));
  const value = (name: string) =>
    lines
      .findLast((line) => line.name === name)
      ?.words.join(" ")
      .toLowerCase();
  const [allow, deny] = [value("allow"), value("deny")];
  const order = value("order")?.replaceAll(" ", "") ?? "deny,allow";
  const fromAll = "from all";
  const others = lines.filter(
    ({ name, words }) => ["allow", "deny"].includes(name) && words.join(" ").toLowerCase() !== fromAll,
  );
  if (first && (value("satisfy") === "any" || others.length > 0)) {
    const why = "rules by address, and Satisfy Any, have no counterpart";
    return { rule: nobody, doubts: [{ at: first.at, what: "Order, Allow, Deny, Satisfy", why }] };
  }
  const admitted =
    order === "deny,allow" ? allow === fromAll || deny === undefined : allow === fromAll && deny === undefined;
  return admitted ? null : { rule: nobody, doubts: [] };
}
