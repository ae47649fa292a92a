/** The project's tree as text, for the tests that walk it. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** The top of the project. */
export const top = join(__dirname, "../..");

/** All files under a folder of the project, as paths from its top; none when the folder is not there. */
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

/** The text of a file of the project. */
export function textOf(path: string): string {
  return readFileSync(join(top, path), "utf8");
}

/** A file's code without its comments; strings that hold `//` stay whole. */
export function codeOf(path: string): string {
  return textOf(path).replace(/\/\*[\s\S]*?\*\/|(?<![:"'`\w])\/\/.*$/gm, "");
}

/** An import or re-export. `typeOnly` ones leave no trace in the running code. */
export interface Import {
  from: string;
  typeOnly: boolean;
}

/** All imports of a file. */
export function importsOf(path: string): Import[] {
  const statement =
    /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^"';]*?\sfrom\s+)?"([^"]+)"|import\(\s*"([^"]+)"\s*\)/gm;
  return [...codeOf(path).matchAll(statement)].map(([, type, named, dynamic]) => ({
    from: named ?? dynamic ?? "",
    typeOnly: type !== undefined,
  }));
}

/** The project's file that an import means, or null for a package. */
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
