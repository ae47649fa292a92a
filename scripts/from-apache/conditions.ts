/** Decides `<IfModule>`, `<IfDefine>` and `<IfVersion>`, and replaces `${NAME}`. */
import type { ConfigNode, Section } from "./model";
import { everyNode, refuse } from "./model";

/** Modules that Too Much Media's recipe needs, or that every Apache 2.4 has. */
const knownModules = [
  "auth_openidc",
  "authn_core",
  "authz_core",
  "authz_user",
  "alias",
  "ssl",
  "dir",
  "mime",
  "core",
  "so",
];

/** `<IfVersion>` is known if it is the same for the first and the last of these. */
const assumedVersions = ["2.4.0", "2.4.60", "2.4.999"] as const;

/** Names defined by `Define`. A name without a value has the value "". */
export type Defines = Map<string, string>;

/** Answers to what the files do not say, by key, like `ifmodule geoip`. */
export type Answers = ReadonlyMap<string, boolean>;

/** Whether a conditional section counts. */
export interface Condition {
  holds: boolean;
  /** A fact that the files do not say, what was assumed of it, and the text for the report. */
  unknown?: { key: string; assumed: boolean; text: string };
}

/** Replaces `${NAME}` by defined values. Unknown names stay, as in Apache. */
export function substitute(raw: string, defines: Defines): string {
  return raw.replace(/\$\{([^}:]+)\}/g, (whole, name: string) => defines.get(name) ?? whole);
}

/** True if a value still has a `${NAME}` that no file defines. */
export function isOpen(value: string): boolean {
  return /\$\{[^}]+\}/.test(value);
}

/** Decides a conditional section. Returns null for a section of another kind. */
export function conditionOf(
  section: Section,
  defines: Defines,
  loaded: ReadonlySet<string>,
  answers: Answers,
): Condition | null {
  const negated = /^["']?\s*!/.test(section.raw);
  const name = section.raw.replace(/["'!]/g, "").trim();
  const unknown = (fact: string, assumed: boolean, assumption: string, otherwise: string): Condition => {
    const key = `${section.name} ${fact}`;
    const holds = (answers.get(key) ?? assumed) !== negated;
    const effect = `${otherwise}, the section ${holds ? "does not count" : "counts"}`;
    const text = `${assumption}. ${effect}. A gate admits only members whom both readings admit.`;
    return { holds, unknown: { key, assumed, text } };
  };
  if (name === "" && /^if(define|module|version|file|directive|section)$/.test(section.name))
    refuse(section.at, `expected a name in <${section.written}>`);
  switch (section.name) {
    case "ifdefine":
      if (defines.has(name)) return { holds: !negated };
      return unknown(
        name,
        false,
        "The name was taken as undefined",
        "If Apache defines it (give it with --define NAME=)",
      );
    case "iffile":
    case "ifdirective":
    case "ifsection":
      return unknown(name, true, "It was taken as true", "If it is not");
    case "ifmodule": {
      const module = name.replace(/^mod_|\.c(pp)?$|_module$/g, "").replace(/^mod_/, "");
      if (knownModules.includes(module) || loaded.has(module)) return { holds: !negated };
      return unknown(module, true, "The module was taken as loaded", "If it is not");
    }
    case "ifversion": {
      const [oldest, assumed, newest] = assumedVersions.map((version) => versionHolds(name, version));
      if (assumed !== undefined && oldest === newest) return { holds: assumed !== negated };
      return unknown(name, assumed ?? true, `Apache ${assumedVersions[1]} was assumed`, "In another version");
    }
    default:
      return null;
  }
}

/** Compares a version with `>= 2.4.10` and the like. Returns undefined for a pattern. */
function versionHolds(comparison: string, version: string): boolean | undefined {
  const [, operator = "=", wanted] = /^(=|==|<|<=|>|>=)?\s*(\d+(?:\.\d+){0,2})$/.exec(comparison) ?? [];
  if (wanted === undefined) return undefined;
  const full = [...wanted.split("."), "0", "0"].slice(0, 3).join(".");
  const order = version.localeCompare(full, "en", { numeric: true });
  return order === 0 ? operator.includes("=") : operator.includes(order < 0 ? "<" : ">");
}

const decisive =
  /^(oidc|require|auth|satisfy$|order$|allow$|deny$|virtualhost$|documentroot$|alias|scriptalias|limit|(un)?define$)/;

/** True for a directive or section that the translation depends on. */
export function isDecisive(nodes: readonly ConfigNode[]): boolean {
  return [...everyNode(nodes)].some(({ name }) => decisive.test(name) || /^include/.test(name));
}
