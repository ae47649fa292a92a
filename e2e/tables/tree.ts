/** Reads the project's files as text, for the tests that walk the tree. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** The project's top folder. */
export const top = join(__dirname, "../..");

/** Lists the files under a folder as paths from the top folder. Empty if the folder is missing. */
export function filesUnder(folder: string): string[] {
  try {
    return readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(top, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .sort();
  } catch {
    return [];
  }
}

/** Returns the text of a file. */
export function textOf(path: string): string {
  return readFileSync(join(top, path), "utf8");
}

/** Returns a file's code without comments. Strings that contain `//` stay whole. */
export function codeOf(path: string): string {
  return textOf(path).replace(/\/\*[\s\S]*?\*\/|(?<![:"'`\w])\/\/.*$/gm, "");
}

/** An import or re-export. TypeScript removes a `typeOnly` one, so it never runs. */
export interface Import {
  from: string;
  typeOnly: boolean;
}

/** Lists a file's imports and re-exports. */
export function importsOf(path: string): Import[] {
  const statement =
    /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^"';]*?\sfrom\s+)?"([^"]+)"|import\(\s*"([^"]+)"\s*\)/gm;
  return [...codeOf(path).matchAll(statement)].map(([, type, named, dynamic]) => ({
    from: named ?? dynamic ?? "",
    typeOnly: type !== undefined,
  }));
}

/** Returns the project's file that an import means, or null if it means a package. */
export function fileMeant(from: string, importer: string): string | null {
  if (!from.startsWith(".") && !from.startsWith("@/")) return null;
  const base = from.startsWith("@/") ? from.slice(2) : join(importer, "..", from).split(sep).join("/");
  const known = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"].map((end) => base + end);
  return known.find((path) => /\.\w+$/.test(path) && exists(path)) ?? base;
}

function exists(path: string): boolean {
  try {
    textOf(path);
    return true;
  } catch {
    return false;
  }
}
