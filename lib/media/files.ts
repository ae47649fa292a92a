/** Finds a member's file in MEDIA_DIR, and nothing beside it: no folders, dotfiles, devices, or links that lead out. */
import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

/** A file that may be sent. */
export interface MediaFile {
  /** Its name as asked for. */
  name: string;
  /** Where it really is, absolute, and the segments of its path within the folder: another file's where a link led. */
  path: string;
  segments: readonly string[];
  /** In bytes. */
  size: number;
  /** Last modified, in milliseconds since 1970. */
  modified: number;
  /** Device and inode: the same file, when it is opened later. */
  device: number;
  inode: number;
}

/** Faults of the file system that mean: there is no such file. */
const absent = ["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP", "ENAMETOOLONG", "EINVAL"];

/** The file at `segments` (decoded) below the folder `dir`, or null when there is none to send. Throws on other faults of the file system. */
export async function findFile(dir: string, segments: readonly string[]): Promise<MediaFile | null> {
  const name = segments.at(-1);
  if (name === undefined || !segments.every(isOpenName)) return null;
  try {
    const root = await realpath(resolve(/* turbopackIgnore: true */ dir));
    const path = await realpath(join(root, ...segments));
    const inside = relative(root, path).split(sep);
    if (!inside.every(isOpenName)) return null;
    const found = await stat(path);
    if (!found.isFile()) return null;
    await access(path, constants.R_OK);
    const { size, mtimeMs, dev, ino } = found;
    return { name, path, segments: inside, size, modified: mtimeMs, device: dev, inode: ino };
  } catch (error) {
    if (absent.includes(String((error as NodeJS.ErrnoException).code))) return null;
    throw error;
  }
}

/** True for a name that may be part of an address: not empty, not hidden (`..` neither), no separator of any system. */
function isOpenName(name: string): boolean {
  return name !== "" && !name.startsWith(".") && !/[/\\\0]/.test(name);
}
