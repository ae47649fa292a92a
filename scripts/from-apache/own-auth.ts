/** What one section says itself about who may enter, and how sections replace one another. */
import type { At, ConfigNode, Directive, Section } from "./model";
import { wordsAt } from "./parse";
import { isRequireNode } from "./require";

/** The lines of one or several merged sections that decide who may enter. */
export interface Auth {
  type?: { value: string; at: At };
  require?: { nodes: ConfigNode[]; at: At };
  /** Order, Allow, Deny and Satisfy of Apache 2.2: of the section, and of each `<Limit>` in it. */
  access?: Directive[][];
  /** OIDCUnAuthAction. */
  unAuth?: Directive;
  /** AuthMerging. "off" forgets the earlier Require lines, even without lines of its own. */
  merging?: "and" | "or" | "off";
}

const accessNames = ["order", "allow", "deny", "satisfy"];

/** Reads the lines of a section. Returns null if none of them decides who may enter. */
export function ownAuth(children: readonly ConfigNode[]): Auth | null {
  const auth: Auth = {};
  const own = children.flatMap((node) => (isLimit(node) ? [] : [node]));
  const requires = own.filter(isRequireNode);
  for (const node of own) {
    if (node.kind !== "directive") continue;
    if (node.name === "authtype") auth.type = { value: (wordsAt(node)[0] ?? "").toLowerCase(), at: node.at };
    if (node.name === "oidcunauthaction") auth.unAuth = node;
    const merging = node.name === "authmerging" ? node.raw.toLowerCase() : "";
    if (merging === "and" || merging === "or" || merging === "off") auth.merging = merging;
  }
  const limits = children.filter(isLimit);
  const limited = requires.length > 0 ? [] : limits.flatMap(limitedRequires);
  const [first] = [...requires, ...limited];
  if (first) auth.require = { nodes: [...requires, ...limited], at: first.at };
  const inLimits = limits.filter(countsForGet).map((limit) => accessIn(limit.children));
  const access = [accessIn(own), ...inLimits].filter((lines) => lines.length > 0);
  if (access.length > 0) auth.access = access;
  return Object.keys(auth).length > 0 ? auth : null;
}

function accessIn(nodes: readonly ConfigNode[]): Directive[] {
  return nodes.filter((node): node is Directive => node.kind === "directive" && accessNames.includes(node.name));
}

function countsForGet({ name, raw }: Section): boolean {
  return /\bget\b/i.test(raw) === (name === "limit");
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
  return inside.map(({ at }) => ({ kind: "directive", name: "require", written: "Require", raw: "method …", at }));
}

/** True for `<Limit>` sections that decide who may enter: their methods are lost. */
export function decisiveLimits(children: readonly ConfigNode[]): Section[] {
  const decides = ({ name }: ConfigNode) => accessNames.includes(name) || name.startsWith("require");
  return children.filter(isLimit).filter((limit) => limit.children.some(decides));
}

/**
 * Lays a later section over an earlier one. Its Require lines replace the earlier ones, unless
 * AuthMerging combines them. The result keeps AuthMerging for what it is laid over itself.
 */
export function merged(base: Auth, over: Auth): Auth {
  const { require: _require, merging: _merging, ...both } = { ...base, ...over };
  if (!over.merging && !over.require) return withRequire(both, base.require, base.merging);
  if (over.merging !== "and" && over.merging !== "or") return withRequire(both, over.require, over.merging);
  if (!base.require || !over.require) return withRequire(both, over.require ?? base.require, over.merging);
  const at = over.require.at;
  const section = (name: string, children: ConfigNode[]): ConfigNode => {
    return { kind: "section", name, written: name, raw: "", at, children };
  };
  const children = [section("requireany", base.require.nodes), section("requireany", over.require.nodes)];
  const group = section(over.merging === "and" ? "requireall" : "requireany", children);
  return withRequire(both, { nodes: [group], at }, over.merging);
}

function withRequire(auth: Auth, require: Auth["require"], merging: Auth["merging"]): Auth {
  return { ...auth, ...(require ? { require } : {}), ...(merging ? { merging } : {}) };
}
