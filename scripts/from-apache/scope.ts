/** Which URLs a section covers, as far as path patterns can say it. */
import { canonicalPath } from "../../lib/access/paths";
import { isOpen } from "./conditions";
import type { Section } from "./model";
import { wordsAt, wordsIn } from "./parse";
import { fileOf, isUnder, type Mapping, tidyPath, urlsOf } from "./paths";
import { isBrokenPattern } from "./regex";

/** A path of a URL; a tree unless it is exact. */
export interface Point {
  path: string;
  exact: boolean;
}

/** The URLs of a section. */
export interface Scope {
  /** Covered for certain. */
  points: Point[];
  /** Trees in which the section covers some paths, which patterns cannot name. */
  partly: string[];
  /** The folder of a `<Directory>`, by which Apache decides. */
  folders?: string[];
}

/** Whether a section covers a point with everything below it. */
export type Cover = "yes" | "partly" | "no";

/** Returns the scope of a whole host. */
export const everywhere: Scope = { points: [{ path: "/", exact: false }], partly: [] };

/** Decides whether a section covers a point. */
export function coverOf(scope: Scope, point: Point, mappings: readonly Mapping[]): Cover {
  const file = fileOf(point.path, mappings);
  if (scope.folders?.some((folder) => file !== undefined && isUnder(file, folder))) return "yes";
  const covers = ({ path, exact }: Point) => (exact ? point.exact && point.path === path : isUnder(point.path, path));
  if (!scope.folders && scope.points.some(covers)) return "yes";
  return scope.partly.some((root) => isUnder(point.path, root)) ? "partly" : "no";
}

/** Where folders lie in URLs. `unfollowed` aliases may lead to any folder. */
export interface Folders {
  mappings: readonly Mapping[];
  unfollowed: readonly unknown[];
}

/** Returns the scope of a section that lies in `outer`. */
export function scopeOf(section: Section, outer: Scope, { mappings, unfollowed }: Folders): Scope {
  const words = wordsAt(section);
  const isRegex = section.name.endsWith("match") || words[0] === "~";
  const argument = (words[0] === "~" ? words[1] : words[0]) ?? "";
  const bases = outer.points.filter(({ exact }) => !exact).map(({ path }) => path);
  const within = [...bases, ...outer.partly];
  switch (section.name.replace("match", "")) {
    case "directory":
      return isOpen(argument) && urlsOf(tidyPath(argument), mappings).length === 0
        ? { points: [], partly: ["/"] }
        : directoryScope(argument, isRegex, mappings, unfollowed.length > 0);
    case "location":
      if (isOpen(argument)) return { points: [], partly: ["/"] };
      // <Location "http://…"> is for forward proxies.
      return sayable(isRegex ? regexPoints(argument) : globPoints(tidyPath(argument)));
    case "files":
      if (isRegex || /[*?[]/.test(argument) || argument === "") return { points: [], partly: within };
      return sayable({
        points: bases.map((base) => ({ path: tidyPath(`${base}/${argument}`), exact: true })),
        partly: within,
      });
    default:
      return { points: [], partly: within };
  }
}

/** True for a section by pattern that PCRE cannot compile. */
export function hasBrokenPattern({ kind, raw }: { kind: string; raw: string }): boolean {
  const [first, second = ""] = wordsIn(raw) ?? [];
  if (first === "~") return isBrokenPattern(second);
  return kind.endsWith("match") && isBrokenPattern(first ?? "");
}

function directoryScope(
  argument: string,
  isRegex: boolean,
  mappings: readonly Mapping[],
  hasUnknownAlias: boolean,
): Scope {
  const { points, partly } = isRegex ? regexPoints(argument) : globPoints(tidyPath(argument));
  const folders = points.filter(({ exact }) => !exact).map(({ path }) => path);
  const alone = points.filter(({ exact }) => exact).map(({ path }) => path);
  const urls = folders.flatMap((folder) => urlsOf(folder, mappings));
  const partlyUrls = [...partly, ...alone].flatMap((folder) => urlsOf(folder, mappings));
  // Without a DocumentRoot, or with an alias by pattern, the folder can lie anywhere.
  const lost = urls.length === 0 && (hasUnknownAlias || !mappings.some(({ url }) => url === "/"));
  return sayable({
    points: urls.map((path) => ({ path, exact: false })),
    partly: lost ? ["/"] : partlyUrls,
    folders,
  });
}

/** Replaces paths that lib/gates.ts cannot name by a part of the tree around them. */
function sayable({ points, partly, ...rest }: Scope): Scope {
  const isSayable = (path: string) => !/[*?#]/.test(path) && canonicalPath(path)?.normalize("NFC") === path;
  const around = (path: string): string =>
    isSayable(path) ? path : around(tidyPath(path.slice(0, path.lastIndexOf("/"))));
  const odd = points.filter(({ path }) => !isSayable(path)).map(({ path }) => path);
  return {
    ...rest,
    points: points.filter(({ path }) => isSayable(path)),
    partly: [...new Set([...partly, ...odd].map(around))],
  };
}

/** Splits a path with wildcards into the tree before the first one. */
function globPoints(path: string): Scope {
  if (!/[*?[]/.test(path)) return { points: [{ path, exact: false }], partly: [] };
  const before = path.slice(0, path.search(/[*?[]/));
  return { points: [], partly: [tidyPath(before.slice(0, before.lastIndexOf("/") + 1))] };
}

const name = String.raw`(?:[\w@ -]|\\[.\-_/ ])+`;
const prefix = new RegExp(String.raw`^\^((?:\\?/${name})*)(?:\\?/\(\??:?(${name}(?:\|${name})*)\))?(.*)$`, "s");

/** Ends of an expression that match a path and everything below it. */
const treeEnds = [
  "(/|$)",
  "($|/)",
  "(?:/|$)",
  "(?:$|/)",
  "(/.*)?$",
  "(?:/.*)?$",
  "/",
  "/.*",
  "/.*$",
  "/(.*)",
  "/(.*)$",
];

/** Reads an expression that is a plain prefix in disguise, like `^/members(/|$)`. */
function regexPoints(source: string): Scope {
  const [, fixed = "", choices, end] = prefix.exec(source) ?? [];
  const plain = (text: string) => text.replace(/\\(.)/g, "$1");
  if (end === undefined || (fixed === "" && choices === undefined)) return { points: [], partly: ["/"] };
  const parent = tidyPath(plain(fixed));
  const paths =
    choices === undefined ? [parent] : choices.split("|").map((each) => tidyPath(`${parent}/${plain(each)}`));
  if (treeEnds.includes(end)) return { points: paths.map((path) => ({ path, exact: false })), partly: [] };
  const above = (path: string) => tidyPath(path.slice(0, path.lastIndexOf("/")));
  // `^/members` also matches /members-only, which the tree /members does not hold.
  if (end === "")
    return { points: paths.map((path) => ({ path, exact: false })), partly: [...new Set(paths.map(above))] };
  if (end === "$" || end === "/?$") return { points: paths.map((path) => ({ path, exact: true })), partly: [] };
  // An alternative in the rest belongs to the whole expression.
  if (end.includes("|")) return { points: [], partly: ["/"] };
  const goesOnBelow = choices !== undefined || /^\/(?![?*{])/.test(end);
  return { points: [], partly: [goesOnBelow ? parent : above(parent)] };
}
