/** The names of files as their folders list them. */
import { stat } from "node:fs/promises";
import { join } from "node:path";

/** Reads the names in a folder. */
type List = (folder: string) => Promise<string[]>;

/** Kept listings. A page of a gallery asks for the same folder a thousand times. */
const listings = new Map<string, { version: string; names: ReadonlySet<string> }>();
const maxListings = 20;

/** A folder changed since then may change again without a new time: FAT counts 2 seconds. */
const settledMs = 3000;

/**
 * Returns the listed names of the path `segments` below `root`: the same name, or the same letters
 * composed differently, as on macOS. Throws ENOENT if a folder lists no such name.
 */
export async function listedNames(root: string, segments: readonly string[], list: List): Promise<string[]> {
  const found: string[] = [];
  for (const asked of segments) {
    const names = await namesIn(join(root, ...found), list);
    const composed = asked.normalize("NFC");
    const name = names.has(asked) ? asked : [...names].find((other) => other.normalize("NFC") === composed);
    if (name === undefined) throw Object.assign(new Error("not listed"), { code: "ENOENT" });
    found.push(name);
  }
  return found;
}

async function namesIn(folder: string, list: List): Promise<ReadonlySet<string>> {
  const { mtimeMs, ctimeMs } = await stat(folder);
  // rsync and tar add files and then set the folder's mtime back. No program sets its ctime.
  const version = `${mtimeMs} ${ctimeMs}`;
  const kept = listings.get(folder);
  if (kept?.version === version) return kept.names;
  const names = new Set(await list(folder));
  listings.delete(folder);
  if (Date.now() - Math.max(mtimeMs, ctimeMs) > settledMs) listings.set(folder, { version, names });
  const [oldest] = listings.keys();
  if (listings.size > maxListings && oldest !== undefined) listings.delete(oldest);
  return names;
}
