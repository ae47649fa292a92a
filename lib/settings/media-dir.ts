/** Judges MEDIA_DIR on disk, where links and relative paths are resolved. */
import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Fault } from "./shape";
import { table } from "./table";

/** Folders of the project that hold its code, or that Next serves to everybody. */
const ownFolders = /^(public|app|lib|node_modules|\.[^.].*)$/i;

/** Returns a fault if `dir` would serve the project itself: `/media/package.json` was served. */
export function mediaDirFaults(dir: string, project: string): Fault[] {
  const [media, own] = [resolved(dir), resolved(project)];
  const way = relative(media, own);
  const above = way.split(sep)[0] !== ".." && !isAbsolute(way);
  const [top = ""] = relative(own, media).split(sep);
  if (!above && !ownFolders.test(top)) return [];
  const wrong = above ? "is the project's folder or a folder above it" : `is in the project's folder ${top}/`;
  return [{ name: "MEDIA_DIR", wrong, cure: table.MEDIA_DIR.cure }];
}

/** Resolves links as far as the folder exists. */
function resolved(path: string): string {
  try {
    return realpathSync(resolve(/* turbopackIgnore: true */ path));
  } catch {
    return resolve(/* turbopackIgnore: true */ path);
  }
}
