// Makes the production build, and tells whether the existing one is up to date.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { cleanEnvironment } from "./environment";
import { type Child, root, start, tool } from "./processes";

/** Files and folders that the build depends on. */
const sources = [
  "app",
  "lib",
  "public",
  "middleware.ts",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "tsconfig.json",
  ".postcssrc.json",
  "package-lock.json",
];

/** Starts `next build`. */
export function build(): Child {
  return start(tool("next/dist/bin/next", "build"), cleanEnvironment());
}

/** Returns true if there is a build and every source is older than it. */
export function isBuilt(): boolean {
  const builtAt = writtenAt(join(root, ".next", "BUILD_ID"));
  return builtAt > 0 && sources.every((source) => newest(join(root, source)) < builtAt);
}

/** Returns the time of the last change below a path. Folders count, because files get removed. */
function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function writtenAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
