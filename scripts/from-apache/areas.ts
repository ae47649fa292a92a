/** Merges the sections of a host as Apache does, and decides who may enter each area. */
import type { Rule } from "../../lib/access/rules";
import { namesUnserved } from "./file-names";
import type { Host } from "./hosts";
import { type At, type ConfigNode, place, printable, type Section } from "./model";
import { outcomeOf } from "./outcome";
import { type Auth, decisiveLimits, merged, ownAuth } from "./own-auth";
import { isUnder } from "./paths";
import type { Doubt, Meaning } from "./require";
import { allOf, isNobody, isSameRule } from "./rule-forms";
import { coverOf, everywhere, type Point, type Scope, scopeOf } from "./scope";

/** A section that decides who may enter. */
export interface AuthSection {
  at: At;
  /** For example `<Directory "/srv/site/members">`. */
  label: string;
  kind: string;
  raw: string;
  scope: Scope;
  auth: Auth;
  /** The order in which Apache merges: kind, then length of the path, then place. */
  rank: [number, number, number];
}

/** Who may enter a point and what lies below it. "everybody" needs no sign-in. */
export interface Area {
  point: Point;
  rule: Rule | "everybody";
  /** The sections that decided, the last one first. */
  from: AuthSection[];
  doubts: Doubt[];
  /** Sections that cover a part of the area. Their rule counts for all of it. */
  partly: AuthSection[];
  /** True if a condition of unknown state made the rule narrower. */
  isNarrowed: boolean;
}

/** The areas of a host. */
export interface Areas {
  sections: AuthSection[];
  /** Every point where the result can change. */
  all: Area[];
  /** Those of them that differ from what lies around them. */
  areas: Area[];
  /** Decides any other point. */
  at(point: Point): Area;
  /** `<Limit>` sections that are lost, or count for all methods. */
  limits: Section[];
  /** Partly covering sections whose rule would open something. It stays as it is around them. */
  notOpened: AuthSection[];
  /** Sections that give files to nobody. Here such files exist only if they are copied. */
  denied: AuthSection[];
}

const kinds = ["directory", "directorymatch", "files", "location", "if"];

function rankOf({ name, raw }: Section): [number, number] {
  const isRegex = /^\s*["']?~/.test(raw) || name.endsWith("match");
  const base = name.replace("match", "");
  if (base === "directory") return isRegex ? [1, 0] : [0, raw.split("/").filter((part) => /[^"'\s]/.test(part)).length];
  return [Math.max(2, kinds.indexOf(/^else|^if/.test(base) ? "if" : base)), 0];
}

/** Merges the sections of a host. An area admits only whom each reading of the files admits. */
export function areasOf(host: Host, meaningOf: (host: Host) => Meaning): Areas {
  const first = readingOf(host, meaningOf(host));
  const others = host.readings.map((each) => readingOf(each, meaningOf(each)));
  const known = new Map<string, Area>();
  function at(point: Point): Area {
    const key = `${point.exact} ${point.path}`;
    const area =
      known.get(key) ??
      narrowest(
        first.at(point),
        others.map((each) => each.at(point)),
      );
    known.set(key, area);
    return area;
  }
  const points = outerFirst([first, ...others].flatMap((each) => each.points));
  const all = points.map(at);
  const { sections, limits, notOpened, denied } = first;
  return { sections, all, areas: simplified(all), at, limits, notOpened: [...notOpened], denied: [...denied] };
}

/** Admits to an area only whom the other readings of the files admit, too. */
function narrowest(area: Area, others: readonly Area[]): Area {
  const rule = allOf([area.rule, ...others.map((other) => other.rule)]);
  const lines = new Set(area.doubts.map((doubt) => place(doubt.at)));
  const doubts = others.flatMap((other) => other.doubts).filter((doubt) => !lines.has(place(doubt.at)));
  return { ...area, rule, doubts: [...area.doubts, ...doubts], isNarrowed: !isAlike(rule, area.rule) };
}

/** Merges the sections of one reading of the files. */
function readingOf(host: Host, meaning: Meaning) {
  const limits: Section[] = [];
  const sections: AuthSection[] = [];
  const inherited: Auth = ownAuth(host.nodes.filter(({ name }) => name === "oidcunauthaction")) ?? {};

  function collect(nodes: readonly ConfigNode[], outer: Scope): void {
    for (const node of nodes) {
      if (node.kind !== "section" || !/^(directory|files|location|proxy)(match)?$|^(if|elseif|else)$/.test(node.name))
        continue;
      const scope = node.name.startsWith("proxy") ? { points: [], partly: ["/"] } : scopeOf(node, outer, host);
      const auth = ownAuth(node.children);
      limits.push(...decisiveLimits(node.children));
      const [kind, length] = rankOf(node);
      const label = `<${printable(node.written)}${node.raw ? ` ${printable(node.raw).slice(0, 120)}` : ""}>`;
      const rank: [number, number, number] = [kind, length, sections.length];
      if (auth) sections.push({ at: node.at, label, kind: node.name, raw: node.raw, scope, auth, rank });
      collect(node.children, scope);
    }
  }
  collect(host.nodes, everywhere);
  sections.sort(
    (one, other) => one.rank[0] - other.rank[0] || one.rank[1] - other.rank[1] || one.rank[2] - other.rank[2],
  );

  const [notOpened, denied] = [new Set<AuthSection>(), new Set<AuthSection>()];
  const outcome = (list: readonly AuthSection[]) => outcomeOf(walksOf(list).reduce(merged, inherited), meaning);

  function at(point: Point): Area {
    const cover = new Map(sections.map((section) => [section, coverOf(section.scope, point, host.mappings)]));
    const certain = sections.filter((section) => cover.get(section) === "yes");
    const base = outcome(certain);
    const area: Area = {
      point,
      rule: base.rule,
      from: certain.reverse(),
      doubts: [...base.doubts],
      partly: [],
      isNarrowed: false,
    };
    for (const section of sections.filter((each) => cover.get(each) === "partly")) {
      const part = outcome(sections.filter((each) => cover.get(each) === "yes" || each === section));
      area.doubts.push(...part.doubts.filter(({ at: line }) => area.doubts.every((doubt) => doubt.at !== line)));
      if (part.rule === "everybody") {
        if (base.rule !== "everybody") notOpened.add(section);
      } else if (isDeniedFile(section, part)) {
        denied.add(section);
      } else if (base.rule === "everybody" || !isSameRule(part.rule, base.rule)) {
        area.partly.push(section);
        area.rule = allOf([area.rule, part.rule]);
      }
    }
    return area;
  }

  return { sections, points: pointsOf(sections, host), at, limits, notOpened, denied };
}

/**
 * Merges the sections of each of Apache's walks: directories, files, locations, conditions. The
 * walks are merged with one another afterwards, which matters for AuthMerging.
 */
function walksOf(sections: readonly AuthSection[]): Auth[] {
  const walks = [1, 2, 3, 4].map((walk) => sections.filter(({ rank: [kind] }) => Math.max(1, kind) === walk));
  return walks.map((walk) => walk.map(({ auth }) => auth).reduce(merged, {}));
}

/** True if a section gives to nobody what this product never serves, like backups and scripts. */
function isDeniedFile(section: AuthSection, { rule, doubts }: Pick<Area, "rule" | "doubts">): boolean {
  return rule !== "everybody" && isNobody(rule) && doubts.length === 0 && namesUnserved(section);
}

/** Every path where the merged result can change. */
function pointsOf(sections: readonly AuthSection[], host: Host): Point[] {
  const trees = [
    "/",
    ...host.mappings.map(({ url }) => url),
    ...sections.flatMap(({ scope }) => scope.partly),
    ...sections.flatMap(({ scope }) => scope.points.filter(({ exact }) => !exact).map(({ path }) => path)),
  ];
  const exact = sections.flatMap(({ scope }) => scope.points.filter((point) => point.exact).map(({ path }) => path));
  return [...trees.map((path) => ({ path, exact: false })), ...exact.map((path) => ({ path, exact: true }))];
}

/** Sorts points by depth, trees before single paths, and leaves out those that occur twice. */
function outerFirst(points: readonly Point[]): Point[] {
  const distinct = [...new Map(points.map((point) => [`${point.exact} ${point.path}`, point])).values()];
  const depth = ({ path }: Point) => path.split("/").filter(Boolean).length;
  return distinct.sort((one, other) => Number(one.exact) - Number(other.exact)).sort((a, b) => depth(a) - depth(b));
}

/** Leaves out areas that are like the one around them, unless a section of their own opens them. */
function simplified(areas: readonly Area[]): Area[] {
  const kept: Area[] = [];
  for (const area of areas) {
    const { path } = area.point;
    const around = kept.findLast(
      (each) => !each.point.exact && each.point.path !== path && isUnder(path, each.point.path),
    );
    const opened =
      area.rule === "everybody" &&
      area.from.some((section) => hasPoint(section, area.point) && (section.auth.require || section.auth.unAuth));
    if (!around || opened || !isAlike(around.rule, area.rule)) kept.push(area);
  }
  return kept;
}

function isAlike(one: Rule | "everybody", other: Rule | "everybody"): boolean {
  return one === "everybody" || other === "everybody" ? one === other : isSameRule(one, other);
}

/** True if something could not be translated exactly, which made the area's rule narrower. */
export function isNarrower({ doubts, partly, isNarrowed }: Area): boolean {
  return doubts.length > 0 || partly.length > 0 || isNarrowed;
}

/** True if a section names this very point. */
export function hasPoint({ scope }: AuthSection, { path, exact }: Point): boolean {
  return scope.points.some((point) => point.path === path && point.exact === exact);
}
