/** Turns the areas of a host into public paths and gates. */
import type { PathPattern } from "../../lib/access/paths";
import { claim, type Rule, validUser } from "../../lib/access/rules";
import { isOwnPath } from "../../lib/access/table";
import { type Area, type Areas, isNarrower } from "./areas";
import { place } from "./model";
import { allOf, isNobody, isSameRule, ruleText } from "./rule-forms";
import type { Point } from "./scope";

/** A gate of the new lib/gates.ts. */
export interface PlannedGate {
  name: string;
  paths: PathPattern[];
  rule: Rule;
  /** Lines for comments: where the rule comes from, and what is not exact in it. */
  comments: string[];
}

/** The new table of gates. */
export interface GatePlan {
  public: PathPattern[];
  gates: PlannedGate[];
  /** Areas at addresses of the product, which no gate may close. */
  ownAreas: Area[];
}

/** Public paths of the shipped lib/gates.ts. The second group has a comment of its own there. */
export const shippedPublic = {
  first: ["/", "/brand/**", "/.well-known/**", "/robots.txt", "/favicon.ico"],
  asked: [
    "/sitemap.xml",
    "/ads.txt",
    "/app-ads.txt",
    "/humans.txt",
    "/security.txt",
    "/manifest.json",
    "/manifest.webmanifest",
    "/apple-touch-icon.png",
    "/apple-touch-icon-precomposed.png",
  ],
} as const satisfies Record<string, readonly PathPattern[]>;

/** The gates of the shipped lib/gates.ts. Pages of the product call them by name. */
const shippedGates = [
  { name: "members", page: "/members", media: "/media", rule: validUser },
  { name: "full", page: "/full", media: "/media/full", rule: claim("trial", "0") },
] as const;

const productTrees: readonly string[] = shippedGates.flatMap(({ page, media }) => [page, media]);

/** Names that route groups or the table itself use. */
const takenNames = ["public", "status", "members", "full"];

/** Writes a point as a pattern of lib/gates.ts. */
export function patternOf({ path, exact }: Point): PathPattern {
  return (exact ? path : path === "/" ? "/**" : `${path}/**`) as PathPattern;
}

/** Returns the gates that admit nobody whom Apache would not admit. */
export function planGates(areas: Areas): GatePlan {
  const gates: PlannedGate[] = shippedGates.map((gate) => productGate(gate, areas));
  const open = new Set<PathPattern>([...shippedPublic.first, ...shippedPublic.asked]);
  const ownAreas: Area[] = [];

  const assign = (pattern: PathPattern, rule: Rule, area: Area | undefined) => {
    const isDoubtful = Boolean(area && isNarrower(area)) || isNobody(rule);
    const alike = gates.find((gate) => !isDoubtful && isSameRule(gate.rule, rule));
    if (alike) {
      alike.paths.push(pattern);
      if (!takenNames.includes(alike.name)) alike.comments.push(...(area ? originOf(area) : []));
    } else {
      const comments = area ? [...originOf(area), ...doubtsOf(area)] : [];
      gates.push({ name: nameFor(pattern, gates), paths: [pattern], rule, comments });
    }
  };

  for (const [index, { page, media }] of shippedGates.entries()) {
    const area = areas.at({ path: media, exact: false });
    const own = gates[index]?.rule ?? validUser;
    if (area.rule === "everybody") gates[index]?.paths.push(`${media}/**`);
    else {
      const rule = isNamed(area, areas) ? area.rule : bothOf(own, area.rule);
      if (isSameRule(rule, own)) gates[index]?.paths.push(`${media}/**`);
      else assign(`${media}/**`, rule, area);
    }
    // The gate of a tree lies first in the list of its own paths.
    gates[index]?.paths.sort((one, other) => Number(other === `${page}/**`) - Number(one === `${page}/**`));
  }
  for (const area of areas.areas) {
    const pattern = patternOf(area.point);
    if (area.point.path === "/" && !area.point.exact) {
      if (area.rule === "everybody") continue;
      open.delete("/");
      if (!isSameRule(area.rule, validUser)) assign("/**", area.rule, area);
    } else if (isOwnPath(area.point.path)) ownAreas.push(area);
    else if (productTrees.includes(area.point.path) && !area.point.exact) continue;
    else if (area.rule === "everybody") open.add(pattern);
    else {
      // A tree also closes the single path at its root, which would be more specific.
      for (const each of [pattern, area.point.path]) open.delete(each as PathPattern);
      assign(pattern, area.rule, area);
    }
  }
  return { public: [...open], gates, ownAreas };
}

/** Returns every area with a rule, those of the product's own trees included. */
export function everyAreaOf(areas: Areas): Area[] {
  return [...areas.all, ...productTrees.map((path) => areas.at({ path, exact: false }))];
}

/** Returns the gate of a tree that the product's own pages lie in. */
function productGate({ name, page, rule }: (typeof shippedGates)[number], areas: Areas): PlannedGate {
  const area = areas.at({ path: page, exact: false });
  const own = { name, paths: [`${page}/**` as PathPattern], comments: [] };
  if (area.rule === "everybody") return { ...own, rule };
  const found = isNamed(area, areas) ? area.rule : bothOf(rule, area.rule);
  const comments = isSameRule(found, rule) ? [] : [...originOf(area), ...doubtsOf(area)];
  return { ...own, rule: found, comments };
}

/** True if a section is about this very tree, so that its rule replaces the shipped one. */
function isNamed(area: Area, { sections }: Areas): boolean {
  return sections.some(
    (section) => area.from.includes(section) && section.scope.points.some(({ path }) => path === area.point.path),
  );
}

function bothOf(one: Rule, other: Rule): Rule {
  const both = allOf([one, other]);
  return both === "everybody" ? validUser : both;
}

/** Says which section the rule of an area comes from. */
function originOf({ from }: Area): string[] {
  const decisive = from.find(({ auth }) => auth.require || auth.access);
  return decisive ? [`Apache: ${decisive.label}, ${place(decisive.at)}`] : [];
}

function doubtsOf({ doubts, partly, isNarrowed }: Area): string[] {
  const lines = doubts.map(({ at, what, why }) => `${place(at)}: ${what}: ${why}.`);
  const patterns = partly.map(({ at, label }) => `${place(at)}: ${label} names a part of this tree.`);
  const narrowed = isNarrowed ? ["Narrower than Apache's rule, because a condition around it may be false."] : [];
  return [...new Set([...lines, ...patterns, ...narrowed])];
}

/** Returns a name in camel case made of the path, which no gate has yet: `videosHd`. */
function nameFor(pattern: PathPattern, gates: readonly PlannedGate[]): string {
  const parts = pattern.match(/[A-Za-z0-9]+/g) ?? ["site"];
  const joined = parts
    .map((part, index) => (index === 0 ? part : part.slice(0, 1).toUpperCase() + part.slice(1)))
    .join("");
  const letters = `${joined.slice(0, 1).toLowerCase()}${joined.slice(1, 40)}`;
  const base = /^\d/.test(letters) ? `area${letters}` : letters;
  const isTaken = (name: string) => takenNames.includes(name) || gates.some((gate) => gate.name === name);
  if (!isTaken(base)) return base;
  for (let number = 2; ; number++) if (!isTaken(base + number)) return base + number;
}

/** Returns the gate's rule as text, for the report. */
export function gateSummary({ name, rule }: PlannedGate): string {
  const text = ruleText(rule);
  return `gate ${name}: ${text.length > 160 ? `${text.slice(0, 160)}…` : text}`;
}
