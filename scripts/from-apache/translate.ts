/** Translates one host: settings, gates, claims and the report. Pure. */
import type { PathPattern } from "../../lib/access/paths";
import { defineGates } from "../../lib/access/table";
import { areasOf, isNarrower } from "./areas";
import { isContradictory, newClaims, withClaims } from "./claims-file";
import { unwritable } from "./env-file";
import { gateFindings, otherFindings, tableOf } from "./gate-findings";
import { everyAreaOf, type GatePlan, patternOf, planGates } from "./gates";
import { compilable } from "./gates-file";
import type { Host } from "./hosts";
import type { Finding } from "./model";
import { claimsIn, isNobody } from "./rule-forms";
import { type EnvPlan, settingsOf, userClaimOf } from "./settings";

/** A translated host. */
export interface Translation {
  host: Host;
  env: EnvPlan;
  gates: GatePlan;
  /** Paths that nobody may open, because something could not be translated. */
  closed: readonly PathPattern[];
  /** The new text of lib/claims.ts, or null if it stays as it is. */
  claimsFile: string | null;
  /** The claims that lib/claims.ts declares then, nested ones with their path. */
  declared: readonly string[];
  findings: Finding[];
}

/** What a translation takes from around it. */
export interface Surroundings {
  /** Makes a random AUTH_SECRET. */
  makeSecret(): string;
  /** The text of lib/claims.ts, and the claims that it declares. */
  claimsText: string;
  claimNames: readonly string[];
  /** Returns the names in a folder; empty if it is not on this computer. */
  namesIn(folder: string): readonly string[];
}

/** Translates a host. Throws if our own table is faulty. */
export function translate(host: Host, { makeSecret, claimsText, claimNames, namesIn }: Surroundings): Translation {
  const env = settingsOf(host, makeSecret);
  const areas = areasOf(host, (each) => ({ userClaim: userClaimOf(each) }));
  const gates = planGates(areas);
  defineGates(tableOf(gates));
  const claims = newClaims(gates.gates, claimNames).filter(({ name }) => !isContradictory(gates.gates, name));
  const claimsFile = claims.length > 0 ? withClaims(claimsText, claims) : null;
  const added = gates.gates
    .flatMap(({ rule }) => claimsIn(rule))
    .filter(({ path }) => claimsFile !== null && claims.some(({ name }) => name === path[0]));
  const declared = [...claimNames, ...added.map(({ path }) => path.join("."))];
  const topNames = namesIn(host.mappings.find(({ url }) => url === "/")?.folder ?? "");
  const closed = [
    ...everyAreaOf(areas)
      .filter((area) => isNarrower(area) && area.rule !== "everybody" && isNobody(area.rule))
      .map(({ point }) => patternOf(point)),
    ...gates.gates.filter((gate) => compilable(gate, declared) !== gate).flatMap(({ paths }) => paths),
  ];
  const findings = [
    ...env.findings,
    ...gateFindings(host, areas, gates, { declared, topNames }),
    ...otherFindings(host),
    ...claims.map(({ name, line }): Finding => {
      const about = { at: host.at, what: `The claim ${name}` };
      if (claimsFile) return { kind: "carried", ...about, text: `is not in lib/claims.ts. --write adds it: ${line}` };
      return {
        kind: "decide",
        ...about,
        text: `is not in lib/claims.ts. Its gates stay closed until you add: ${line}`,
      };
    }),
    ...gates.gates
      .filter(
        (gate) => claimsIn(gate.rule).some(({ path }) => !declared.includes(path.join("."))) && claims.length === 0,
      )
      .map(({ name }): Finding => {
        const text = "stays closed: lib/claims.ts declares a claim of its rule in another form.";
        return { kind: "decide", at: host.at, what: `The gate ${name}`, text };
      }),
    ...unwritable(env).map((name): Finding => {
      const text = "has quotes of every kind, or a line break. No line of .env can hold it: set it in the environment.";
      return { kind: "decide", at: host.at, what: name, text };
    }),
  ];
  return { host, env, gates, closed: [...new Set(closed)], claimsFile, declared, findings: inOrder(findings) };
}

/** Sorts by file and line, what is said of the whole host first. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((one, other) => {
    const files = (one.at?.file ?? "").localeCompare(other.at?.file ?? "");
    return files || (one.at?.line ?? 0) - (other.at?.line ?? 0);
  });
}

/** True if nothing is left to decide, and nothing is unsupported. */
export function isExact(findings: readonly Finding[]): boolean {
  return findings.every(({ kind }) => kind !== "decide" && kind !== "unsupported");
}
