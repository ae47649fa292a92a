/** Judges MEDIA_DIR on disk, where links and relative paths are resolved. */
import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Fault } from "./shape";
import { table } from "./table";

/** Folders of the project that hold its code, or that Next serves to everybody. */
const ownFolders = /^(public|app|lib|node_modules|\..+)$/i;

/**
 * Returns a fault if `dir` would serve the project itself: `/media/package.json` was served.
 * MEDIA_DIR may be in the project, like `./media`, but not in a folder of its code.
 */
export function mediaDirFaults(dir: string, project: string): Fault[] {
  const [media, own] = [resolved(dir), resolved(project)];
  const { cure } = table.MEDIA_DIR;
  if (contains(media, own)) return [{ name: "MEDIA_DIR", wrong: "is the project's folder or a folder above it", cure }];
  const [top = ""] = relative(own, media).split(sep);
  if (!contains(own, media) || !ownFolders.test(top)) return [];
  return [{ name: "MEDIA_DIR", wrong: `is in the project's folder ${top}/`, cure }];
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way.split(sep)[0] !== ".." && !isAbsolute(way);
}

/** Resolves links as far as the folder exists. */
function resolved(path: string): string {
  try {
    return realpathSync(resolve(/* turbopackIgnore: true */ path));
  } catch {
    return resolve(/* turbopackIgnore: true */ path);
  }
}
