/** Remembers found files for a moment: five calls to the file system cost as much as the answer. */
import { setBounded } from "../bounded-map";
import { type SharedWork, sharedWork } from "../shared-work";
import { findFile, type MediaFile } from "./files";

/** How long a found file counts, in milliseconds. For so long a removed one may be handed over. */
const rememberedMs = 1000;
const maxRemembered = 1000;

const files = new Map<string, { file: SharedWork<MediaFile | null>; until: number }>();

/**
 * Finds a file like `findFile`. Requests of one second share what was found; what was not found is
 * looked for anew. For files that the web server sends: a stream refuses a file that was replaced.
 */
export function findFileOnce(dir: string, segments: readonly string[]): Promise<MediaFile | null> {
  const key = JSON.stringify([dir, ...segments]);
  const known = files.get(key);
  if (known && performance.now() < known.until) return known.file();
  const found = findFile(dir, segments);
  const file = sharedWork(found);
  setBounded(files, key, { file, until: performance.now() + rememberedMs }, maxRemembered);
  const forget = () => {
    if (files.get(key)?.file === file) files.delete(key);
  };
  found.then((there) => there ?? forget(), forget);
  return found;
}
