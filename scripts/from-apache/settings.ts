/** Translates the OIDC directives of a host into the settings of `.env`. */
import { readSettings } from "../../lib/settings/read";
import { type SettingName, table } from "../../lib/settings/table";
import { isOpen } from "./conditions";
import { fateOf, spelled, type TranslatedName, translatedName } from "./directives";
import { type Host, hostLabel } from "./hosts";
import { type At, type Directive, everyNode, type Finding, refuse } from "./model";
import { wordsAt } from "./parse";
import { type Draft, translators } from "./setting-rules";

/** The settings of a host. Secrets are in `values`, and nowhere else. */
export interface EnvPlan {
  values: Map<SettingName, string>;
  /** Where each value comes from. */
  origins: Map<SettingName, string>;
  findings: Finding[];
}

const secrets: readonly SettingName[] = ["OIDC_CLIENT_SECRET", "AUTH_SECRET"];

/** True if a value must not be shown. URLs with a password count. */
export function isSecret(name: SettingName, value: string): boolean {
  return secrets.includes(name) || /\/\/[^/]*@/.test(value);
}

/** Settings without which the server does not start. */
export const required = Object.entries(table)
  .filter(([, { schema }]) => !schema.safeParse(undefined).success)
  .map(([name]) => name as SettingName);

/** Directives that take several values. */
const severalValues: readonly TranslatedName[] = [
  "OIDCRedirectURLsAllowed",
  "OIDCCryptoPassphrase",
  "OIDCRemoteUserClaim",
  "OIDCUserInfoRefreshInterval",
];

/** Translates the directives of a host. `makeSecret` makes a random AUTH_SECRET. */
export function settingsOf(host: Host, makeSecret: () => string): EnvPlan {
  const found = new Map<TranslatedName, Directive>();
  const findings: Finding[] = [];
  const directives = [...everyNode(host.nodes)].filter(
    (node): node is Directive => node.kind === "directive" && node.name.startsWith("oidc"),
  );
  for (const directive of directives) {
    const name = translatedName(directive.name);
    if (name === undefined) findings.push(fateFinding(directive));
    else {
      const former = found.get(name);
      if (former) findings.push(replaced(former, directive.at, name));
      found.set(name, directive);
    }
  }
  const draft: Draft = { values: new Map(), findings, host, isOld: directives.some(isRemovedToday), makeSecret };
  const origins = new Map<SettingName, string>();
  for (const [name, translate] of Object.entries(translators) as [
    TranslatedName,
    (typeof translators)[TranslatedName],
  ][]) {
    const directive = found.get(name);
    const words = directive && wordsAt(directive);
    if (directive && words?.some(isOpen)) {
      const text = "needs a name that no file defines. Give it with --define NAME.";
      findings.push({ kind: "decide", at: directive.at, what: name, text });
      continue;
    }
    if (directive && words && words.length !== 1 && !severalValues.includes(name)) {
      refuse(directive.at, `expected one value after ${name}; a value with blanks needs quotes`);
    }
    if (directive && words?.length === 0) refuse(directive.at, `expected a value after ${name}`);
    const before = new Set(draft.values.keys());
    translate(words ?? [], directive?.at, draft);
    for (const setting of draft.values.keys()) {
      if (!before.has(setting)) origins.set(setting, directive ? name : "");
    }
  }
  findings.push(...faultsOf(draft.values, host));
  return { values: draft.values, origins, findings };
}

/** Returns the claim that `Require user` compares, if it is a plain one. */
export function userClaimOf({ nodes }: Host): string | undefined {
  const remote = [...everyNode(nodes)].findLast(({ name }) => name === "oidcremoteuserclaim");
  const words = remote ? wordsAt(remote) : [];
  return words.length === 1 && /^[A-Za-z_][\w-]*$/.test(words[0] ?? "") ? words[0] : undefined;
}

function fateFinding({ name, written, raw, at }: Directive): Finding {
  if (name === "oidcunauthaction" && /pass/i.test(raw)) {
    const text =
      "pass beside Require valid-user alone makes the area public; pages call getMember(). " +
      "Beside other lines, signed-out visitors stay outside.";
    return { kind: "decide", at, what: spelled(written), text };
  }
  const fate = fateOf(name);
  const text = "Neither mod_auth_openidc 2.4.20 nor an older version known here has this directive.";
  return { kind: fate?.kind ?? "unsupported", at, what: spelled(written), text: fate?.why ?? text };
}

function replaced({ at }: Directive, by: At, what: string): Finding {
  return { kind: "gone", at, what, text: `${by.file}:${by.line} replaces it, in Apache too.` };
}

/** True for directives that stop current versions of the module from starting. */
function isRemovedToday({ name }: Directive): boolean {
  return ["oidctokenbindingpolicy", "oidcoauthaccesstokenbindingpolicy", "oidcreturn401"].includes(name);
}

/** Asks the product itself what is wrong with the values. */
function faultsOf(values: ReadonlyMap<SettingName, string>, host: Host): Finding[] {
  const result = readSettings({ ...Object.fromEntries(values), NODE_ENV: "production" });
  if (!("faults" in result)) return [];
  return result.faults.map(({ name, wrong, cure }) => ({
    kind: "decide",
    at: host.at,
    what: `${name} of ${hostLabel(host)}`,
    text: `${wrong}. ${cure}.`,
  }));
}
