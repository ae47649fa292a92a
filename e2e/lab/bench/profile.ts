/** Reads a profile of V8, and tells the share of the time that each place took. */
import { existsSync, readFileSync } from "node:fs";
import type { Profiler } from "node:inspector";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";

/** Shares of the time that was not idle, by place. Together they are 1. */
export type Shares = ReadonlyMap<string, number>;

/** Returns the shares of a profile. A place is a file of ours, a package, or a part of Node. */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
  const maps = new Map<string, SourceMap | undefined>();
  const placeOfNode = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame, maps)]));
  const spent = new Map<string, number>();
  let total = 0;
  samples.forEach((id, at) => {
    const place = placeOfNode.get(id);
    if (!place) return;
    const microseconds = timeDeltas[at] ?? 0;
    spent.set(place, (spent.get(place) ?? 0) + microseconds);
    total += microseconds;
  });
  return new Map(Array.from(spent, ([place, microseconds]) => [place, microseconds / total]));
}

/** Returns where a function stands, or undefined if the thread was idle. */
function placeOf(frame: Profiler.Profile["nodes"][number]["callFrame"], maps: Map<string, SourceMap | undefined>) {
  const { functionName, url, lineNumber, columnNumber } = frame;
  if (["(idle)", "(root)"].includes(functionName)) return undefined;
  if (functionName.startsWith("(")) return functionName.slice(1, -1);
  if (url === "" || url.startsWith("node:")) return "Node";
  const file = url.startsWith("file:") ? fileURLToPath(url) : url;
  // The maps of a package name its sources without the package.
  if (file.includes("node_modules/")) return placeOfSource(file);
  if (!maps.has(file)) maps.set(file, sourceMapOf(file));
  const entry = maps.get(file)?.findEntry(lineNumber, columnNumber);
  const source = entry && "originalSource" in entry ? entry.originalSource : file;
  return placeOfSource(decodeURIComponent(source));
}

function sourceMapOf(file: string): SourceMap | undefined {
  const path = `${file}.map`;
  return existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, "utf8")) as SourceMapPayload) : undefined;
}

/** Names a source: its package, its file of ours, or `bundle` for code that the bundler added. */
function placeOfSource(source: string): string {
  const packages = /.*node_modules\/((?:@[^/]+\/)?[^/]+)(.*)/.exec(source);
  if (packages?.[1] === "next") return /compiled\/next-server\/app-page/.test(source) ? "React in Next" : "Next";
  if (packages?.[1]) return packages[1];
  return /\/((?:lib|app)\/.*|(?:middleware|instrumentation)\.ts)$/.exec(source)?.[1] ?? "bundle";
}
