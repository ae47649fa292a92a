/** Finds a member's file in MEDIA_DIR. Hidden files, devices and paths outside are not found. */
import { constants } from "node:fs";
import { access, readdir, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { listedNames } from "./listed-names";

/** A regular file that may be sent. */
export interface MediaFile {
  /** Last segment of the requested path; decides the content type. */
  name: string;
  /** Absolute path after symbolic links are resolved. */
  path: string;
  /** The same path below MEDIA_DIR. Differs from the requested one if a link was followed. */
  segments: readonly string[];
  /** In bytes. */
  size: number;
  /** In milliseconds since 1970. */
  modified: number;
  /** With `inode`, identifies the file when it is opened later. */
  device: number;
  inode: number;
}

/** Error codes that mean that the file does not exist for us. */
const notFoundCodes = ["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP", "ENAMETOOLONG", "EINVAL"];

/**
 * Finds the file at `segments` (decoded) below `dir`. Returns null if it may not be sent. Its names
 * are those that the folders list: a file system that ignores case opened `full/` as `Full/`.
 */
export async function findFile(
  dir: string,
  segments: readonly string[],
  list: (folder: string) => Promise<string[]> = readdir,
): Promise<MediaFile | null> {
  const name = segments.at(-1);
  if (name === undefined || !segments.every(isVisibleName)) return null;
  try {
    const root = await realpath(resolve(/* turbopackIgnore: true */ dir));
    const names = await listedNames(root, segments, list);
    const path = await realpath(join(root, ...names));
    const inside = relative(root, path).split(sep);
    if (!inside.every(isVisibleName)) return null;
    // The target of a symbolic link is spelled as in the link.
    const followed = inside.join("/") !== names.join("/");
    if (followed && (await listedNames(root, inside, list)).join("/") !== inside.join("/")) return null;
    const found = await stat(path);
    if (!found.isFile()) return null;
    await access(path, constants.R_OK);
    const { size, mtimeMs: modified, dev: device, ino: inode } = found;
    return { name, path, segments: inside, size, modified, device, inode };
  } catch (error) {
    if (notFoundCodes.includes(String((error as NodeJS.ErrnoException).code))) return null;
    throw error;
  }
}

/** True if a path may contain `name`: not empty, not hidden, not `..`, and no path separator. */
function isVisibleName(name: string): boolean {
  return name !== "" && !name.startsWith(".") && !/[/\\\0]/.test(name);
}
