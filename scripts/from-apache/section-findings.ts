/** What the report says of each section. */
import { standingOf } from "../../lib/access/table";
import { type Area, type Areas, type AuthSection, isNarrower } from "./areas";
import { namesHidden } from "./file-names";
import { type GatePlan, gateSummary, type PlannedGate, patternOf } from "./gates";
import { compilable } from "./gates-file";
import type { Finding } from "./model";
import { isUnder } from "./paths";
import { isNobody } from "./rule-forms";
import { hasBrokenPattern, type Point } from "./scope";

/** What is known of a host when its sections are reported. */
interface Known {
  areas: Areas;
  plan: GatePlan;
  /** The gates as `standingOf` takes them. */
  table: Parameters<typeof standingOf<string>>[0];
  everyArea: readonly Area[];
  /** The claims that lib/claims.ts declares. */
  declared: readonly string[];
}

/** Says what became of a section. */
export function sectionFinding(section: AuthSection, known: Known): Finding {
  const { areas, everyArea, declared } = known;
  const { at, label: what, scope, auth } = section;
  const say = (kind: Finding["kind"], text: string): Finding => ({ kind, at, what, text });
  const narrowed = everyArea.filter((area) => area.partly.includes(section));
  const partly = outermost(narrowed.map(({ point }) => point));
  if (hasBrokenPattern(section))
    return say("decide", "has a broken pattern, with which Apache does not start. Mend it, and translate again.");
  if (partly.length > 0) {
    const trees = partly.map(patternOf).join(", ");
    const why = /^(if|elseif|else)$/.test(section.kind)
      ? "counts for some requests. Gates see the path only"
      : "names paths by a pattern. Gates know trees and single paths";
    const closes = narrowed.some(({ rule }) => rule !== "everybody" && isNobody(rule));
    const effect = closes ? `it CLOSES ALL OF ${trees}, for every member` : `its rule counts for all of ${trees}`;
    return say("decide", `${why}: ${effect}.`);
  }
  if (namesHidden(section)) return say("gone", "Names that begin with a dot are never served.");
  if (areas.denied.includes(section)) {
    return say("decide", "Apache gives these files to nobody. Do not copy them: gates know paths, not endings.");
  }
  if (areas.notOpened.includes(section)) {
    return say("decide", "opens paths by a pattern. They stay closed: name them in public, in lib/gates.ts.");
  }
  if (scope.points.length === 0 && scope.partly.length === 0) {
    const isOpenId = auth.type !== undefined && auth.type.value !== "none";
    return say(
      isOpenId ? "decide" : "gone",
      "lies outside of DocumentRoot and every Alias, so that no address leads to it.",
    );
  }
  const found = scope.points.map((point) => areas.at(point));
  if (!auth.require && !auth.access) {
    const isBare = auth.type && found.every(({ rule }) => rule === "everybody");
    if (!isBare && found.some(isNarrower)) return say("changed", "is narrower than in Apache, see below.");
    if (!isBare) return say("carried", "decides together with the sections around and in it.");
    return say("changed", "has no Require line, so it protected nothing. Here it needs an active member.");
  }
  const decided = found.filter(({ from }) => from.find((each) => each.auth.require || each.auth.access) === section);
  if (decided.length === 0) return say("carried", "counts where no other section replaces it, as in Apache.");
  const lines = standings(
    decided.map(({ point }) => point),
    known,
  ).join(" ");
  const undeclared = decided.some(({ point }) => {
    const gate = gateAt(point, known);
    return gate !== undefined && compilable(gate, declared) !== gate;
  });
  if (undeclared) return say("changed", `${lines}; closed until lib/claims.ts declares its claims, see below`);
  return decided.some(isNarrower)
    ? say("changed", `${lines}; narrower than in Apache, see below`)
    : say("carried", lines);
}

/** Leaves out points that lie in the tree of another one. */
function outermost(points: readonly Point[]): Point[] {
  return points.filter(
    (point, index) =>
      points.findIndex(({ path }) => path === point.path) === index &&
      !points.some((other) => !other.exact && other.path !== point.path && isUnder(point.path, other.path)),
  );
}

/** Says what became of points: `→ /a/**, /b/**, gate vip: …`. Groups points by their gate. */
function standings(points: readonly Point[], known: Known): string[] {
  const patterns = new Map<string, string[]>();
  for (const point of points) {
    const end = standing(point, known);
    patterns.set(end, [...(patterns.get(end) ?? []), patternOf(point)]);
  }
  return [...patterns].map(([end, names]) => `→ ${names.join(", ")}, ${end}`);
}

function standing(point: Point, known: Known): string {
  const found = standingAt(point, known);
  if (found.kind !== "gated") return found.kind === "own" ? "an address of the product" : "public";
  const gate = gateAt(point, known);
  return gate ? gateSummary(gate) : "not named, so any active member";
}

function gateAt(point: Point, known: Known): PlannedGate | undefined {
  const found = standingAt(point, known);
  return found.kind === "gated" ? known.plan.gates.find(({ name }) => name === found.gate) : undefined;
}

function standingAt(point: Point, { table }: Known) {
  // The tree / is not the front page, which has a line of its own.
  return standingOf(table, patternOf(point) === "/**" ? "/-" : point.path);
}
