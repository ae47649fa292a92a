/** What one section says itself about who may enter, and how sections replace one another. */
import type { At, ConfigNode, Directive, Section } from "./model";
import { wordsAt } from "./parse";
import { isRequireNode } from "./require";

/** The lines of one or several merged sections that decide who may enter. */
export interface Auth {
  type?: { value: string; at: At };
  /** Several lists if AuthMerging combines them. */
  require?: { nodes: ConfigNode[]; at: At };
  /** Order, Allow, Deny and Satisfy of Apache 2.2. */
  access?: Directive[];
  /** OIDCUnAuthAction. */
  unAuth?: Directive;
  merging?: "and" | "or";
}

const accessNames = ["order", "allow", "deny", "satisfy"];

/** Reads the lines of a section. Returns null if none of them decides who may enter. */
export function ownAuth(children: readonly ConfigNode[]): Auth | null {
  const auth: Auth = {};
  const own = children.flatMap((node) => (isLimit(node) ? [] : [node]));
  const requires = own.filter(isRequireNode);
  const access = own.filter((node): node is Directive => node.kind === "directive" && accessNames.includes(node.name));
  for (const node of own) {
    if (node.kind !== "directive") continue;
    if (node.name === "authtype") auth.type = { value: (wordsAt(node)[0] ?? "").toLowerCase(), at: node.at };
    if (node.name === "oidcunauthaction") auth.unAuth = node;
    const merging = node.name === "authmerging" ? node.raw.toLowerCase() : "";
    if (merging === "and" || merging === "or") auth.merging = merging;
  }
  const limits = children.filter(isLimit);
  const limited = requires.length > 0 ? [] : limits.flatMap(limitedRequires);
  const [first] = [...requires, ...limited];
  if (first) auth.require = { nodes: [...requires, ...limited], at: first.at };
  if (access.length > 0) auth.access = access;
  else if (limits.length > 0 && !first) {
    const directives = limits
      .flatMap(({ children: inside }) => inside)
      .filter((node) => accessNames.includes(node.name));
    if (directives.length > 0) auth.access = directives.filter((node): node is Directive => node.kind === "directive");
  }
  return Object.keys(auth).length > 0 ? auth : null;
}

function isLimit(node: ConfigNode): node is Section {
  return node.kind === "section" && (node.name === "limit" || node.name === "limitexcept");
}

/**
 * Returns what a `<Limit>` requires. It counts for every method here, which is never wider, if it
 * counts for GET in Apache. A `<LimitExcept>` becomes a line that nobody fulfils.
 */
function limitedRequires(limit: Section): ConfigNode[] {
  const inside = limit.children.filter(isRequireNode);
  if (limit.name === "limit" && /\bget\b/i.test(limit.raw)) return inside;
  return inside.map(({ at }) => ({ kind: "directive", name: "require", raw: "method …", at }));
}

/** True for `<Limit>` sections that decide who may enter: their methods are lost. */
export function decisiveLimits(children: readonly ConfigNode[]): Section[] {
  const decides = ({ name }: ConfigNode) => accessNames.includes(name) || name.startsWith("require");
  return children.filter(isLimit).filter((limit) => limit.children.some(decides));
}

/** Lays a later section over an earlier one. Its Require lines replace the earlier ones. */
export function merged(base: Auth, over: Auth): Auth {
  const both = { ...base, ...over };
  delete both.merging;
  if (!over.merging || !base.require || !over.require) return both;
  const at = over.require.at;
  const group = (nodes: ConfigNode[]): ConfigNode => ({
    kind: "section",
    name: "requireany",
    raw: "",
    at,
    children: nodes,
  });
  const name = over.merging === "and" ? "requireall" : "requireany";
  const children = [group(base.require.nodes), group(over.require.nodes)];
  return { ...both, require: { nodes: [{ kind: "section", name, raw: "", at, children }], at } };
}
