/** Reads and writes files: the only part of the translator that touches the disk. */
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Disk } from "./read";
import type { Change } from "./write";

/** This computer's files. */
export const realDisk: Disk = {
  kind: (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? "file" : found?.isDirectory() ? "folder" : undefined;
  },
  real: (path) => realpathSync(path),
  bytes: (path) => statSync(path).size,
  text: (path) => readFileSync(path, "utf8"),
  names: (path) => readdirSync(path),
};

/** Returns the names in a folder; empty if there is none, or if it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Returns the text of a file in a folder, or undefined if there is none. */
export function readIn(folder: string, path: string): string | undefined {
  const file = join(folder, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/**
 * Writes all files, or none if one cannot be written. Returns the paths of the former texts.
 * Throws the error of the file system.
 */
export function writeAll(folder: string, changes: readonly Change[]): string[] {
  const ready: [from: string, to: string][] = [];
  const formers: string[] = [];
  try {
    for (const { path, text, former, mode = 0o644 } of changes) {
      if (former !== undefined) {
        const name = freeName(folder, `${path}.former`);
        writeFileSync(join(folder, name), former, { mode, flag: "wx" });
        formers.push(name);
      }
      const fresh = join(folder, freeName(folder, `${path}.new`));
      writeFileSync(fresh, text, { mode, flag: "wx" });
      ready.push([fresh, join(folder, path)]);
    }
    for (const [from, to] of ready) renameSync(from, to);
    return formers;
  } catch (error) {
    for (const file of [...ready.map(([from]) => from), ...formers.map((name) => join(folder, name))])
      rmSync(file, { force: true });
    throw error;
  }
}

/** Returns a name that no file has: `name`, `name-2`, `name-3` and so on. */
function freeName(folder: string, name: string): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(folder, free))) return free;
  }
}
