/** Decides `<IfModule>`, `<IfDefine>` and `<IfVersion>`, and replaces `${NAME}`. */
import type { ConfigNode, Section } from "./model";
import { everyNode } from "./model";

/** Modules that Too Much Media's recipe needs, or that every Apache 2.4 has. */
const recipeModules = ["auth_openidc", "authn_core", "authz_core", "authz_user", "alias", "ssl", "dir", "mime"];

/** The version of Apache that `<IfVersion>` is compared with. */
const assumedVersion = "2.4.60";

/** Names defined by `Define`. A name without a value has the value "". */
export type Defines = Map<string, string>;

/** Whether a conditional section counts. `doubt` says what was assumed. */
export interface Condition {
  holds: boolean;
  doubt?: string;
}

/** Replaces `${NAME}` by defined values. Unknown names stay, as in Apache. */
export function substitute(raw: string, defines: Defines): string {
  return raw.replace(/\$\{([^}:]+)\}/g, (whole, name: string) => defines.get(name) ?? whole);
}

/** True if a value still has a `${NAME}` that no file defines. */
export function isOpen(value: string): boolean {
  return /\$\{[^}]+\}/.test(value);
}

/** Decides a conditional section. Returns null for a section that is none. */
export function conditionOf(section: Section, defines: Defines, loaded: ReadonlySet<string>): Condition | null {
  const negated = /^["']?\s*!/.test(section.raw);
  const name = section.raw.replace(/["'!]/g, "").trim();
  switch (section.name) {
    case "ifdefine": {
      if (defines.has(name)) return { holds: !negated };
      const doubt = `was ${negated ? "read" : "left out"}, because no file defines the name; --define NAME does`;
      return { holds: negated, doubt };
    }
    case "iffile":
    case "ifdirective":
    case "ifsection":
      return { holds: !negated, doubt: negated ? "was left out" : "was read as if it applied" };
    case "ifmodule": {
      const module = name.replace(/^mod_|\.c(pp)?$|_module$/g, "").replace(/^mod_/, "");
      const known = recipeModules.includes(module) || loaded.has(module);
      const doubt = negated ? "was left out, as if the module were loaded" : "was read as if the module were loaded";
      return known ? { holds: !negated } : { holds: !negated, doubt };
    }
    case "ifversion":
      return versionHolds(section.raw);
    default:
      return null;
  }
}

function versionHolds(raw: string): Condition {
  const [, not = "", operator = "=", wanted] = /^["']?(!?)\s*(=|==|<|<=|>|>=)?\s*([\d.]+)["']?$/.exec(raw.trim()) ?? [];
  if (wanted === undefined) return { holds: true, doubt: "was read as if it applied" };
  const order = assumedVersion.localeCompare(wanted, "en", { numeric: true });
  const holds = (operator.includes("=") && order === 0) || (operator.includes(order < 0 ? "<" : ">") && order !== 0);
  return { holds: holds !== (not === "!"), doubt: `was compared with Apache ${assumedVersion}` };
}

const decisive = /^(oidc|require|auth|satisfy$|order$|allow$|deny$|virtualhost$|documentroot$|alias|scriptalias|limit)/;

/** True for a directive or section that the translation depends on. */
export function isDecisive(nodes: readonly ConfigNode[]): boolean {
  return [...everyNode(nodes)].some(({ name }) => decisive.test(name) || /^include/.test(name));
}
