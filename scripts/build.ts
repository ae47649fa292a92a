// The production build: whether the one at hand is up to date, and making one.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { cleanEnvironment } from "./environment";
import { type Child, root, start, tool } from "./processes";

/** What a build is made of; whatever else lies in the project does not change it. */
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

/** True when there is a build and no source was written after it. */
export function isBuilt(): boolean {
  const builtAt = writtenAt(join(root, ".next", "BUILD_ID"));
  return builtAt > 0 && sources.every((source) => newest(join(root, source)) < builtAt);
}

/** Folders count too: their time tells of files that were removed. */
function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function writtenAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
