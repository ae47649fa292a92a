/** Where folders of the old server lie in its URLs: DocumentRoot, Alias and ScriptAlias. */
import type { Directive } from "./model";
import { wordsAt } from "./parse";

/** A tree of URLs and the folder that Apache serves for it. */
export interface Mapping {
  url: string;
  folder: string;
}

/** Returns a path without empty parts and without a slash at its end. */
export function tidyPath(path: string): string {
  return `/${path.split("/").filter(Boolean).join("/")}`;
}

/** True if `path` is `root` or lies below it. */
export function isUnder(path: string, root: string): boolean {
  return root === "/" || path === root || path.startsWith(`${root}/`);
}

/** Returns the part of `path` below `root`, beginning with a slash, or "". */
function below(path: string, root: string): string {
  return root === "/" ? (path === "/" ? "" : path) : path.slice(root.length);
}

function joined(root: string, rest: string): string {
  return tidyPath(root + rest);
}

/**
 * Reads the mappings of a host. Aliases come first: Apache takes the first that fits, and then the
 * DocumentRoot.
 */
export function mappingsOf(aliases: readonly Directive[], documentRoot: Directive | undefined): Mapping[] {
  const mapped = aliases.flatMap((directive) => {
    const [url, folder] = wordsAt(directive);
    return url?.startsWith("/") && folder ? [{ url: tidyPath(url), folder: tidyPath(folder) }] : [];
  });
  const root = documentRoot && wordsAt(documentRoot)[0];
  // A relative DocumentRoot lies below ServerRoot, which may be unknown.
  return root && /^(\/|[A-Za-z]:)/.test(root) ? [...mapped, { url: "/", folder: tidyPath(root) }] : mapped;
}

/** Returns the folder or file that Apache serves for a URL's path. */
export function fileOf(path: string, mappings: readonly Mapping[]): string | undefined {
  const mapping = mappings.find(({ url }) => isUnder(path, url));
  return mapping && joined(mapping.folder, below(path, mapping.url));
}

/** Returns the URLs of a folder. A folder above a mapped one has the URL of that one. */
export function urlsOf(folder: string, mappings: readonly Mapping[]): string[] {
  const urls = mappings.flatMap((mapping) => {
    if (isUnder(mapping.folder, folder)) return [mapping.url];
    return isUnder(folder, mapping.folder) ? [joined(mapping.url, below(folder, mapping.folder))] : [];
  });
  // An earlier alias may lead this URL elsewhere.
  return [...new Set(urls)].filter((url) => isUnder(fileOf(url, mappings) ?? "", folder));
}
