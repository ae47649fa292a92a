/** Canonical paths and path patterns. The gate must mean the same page as Next's router. */

/**
 * Returns the decoded path that Next serves for a URL's `pathname`.
 * Returns null if it must be answered with 400: encoded letters, digits, dots or slashes, because
 * `/%6dembers/a.jpg` has bypassed gates; backslashes and control characters; broken
 * percent-encoding; empty and dot segments.
 * Router data (`.rsc`, `.segments/…`) counts as its page.
 */
export function canonicalPath(pathname: string): string | null {
  if (!pathname.startsWith("/") || pathname.length > 2048) return null;
  for (const [, hex = ""] of pathname.matchAll(/%([0-9a-f]{2})/gi)) {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    if (/[A-Za-z0-9\-._~/\\%]/.test(character)) return null;
  }
  const decoded = decode(pathname);
  if (decoded === null || /[\u0000-\u001f\u007f\\]/.test(decoded)) return null;
  const page = pagePath(decoded);
  const segments = page === "/" ? [] : page.slice(1).split("/");
  return segments.some((segment) => ["", ".", ".."].includes(segment)) ? null : page;
}

/** Returns null for a percent sign without two hex digits, and for bytes that are not UTF-8. */
function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

/** Next's router fetches parts of a page as `/full.segments/…` and `/full.rsc`. */
function pagePath(path: string): string {
  const page = path.replace(/^(\/.*)\.segments\/.*\.segment(\.rsc)?$/, "$1").replace(/(\.prefetch)?\.rsc$/, "");
  return page === "/index" || page === "" ? "/" : page;
}

/** A single path like `/robots.txt`, or a tree like `/members/**`, which includes `/members`. */
export type PathPattern = `/${string}`;

/**
 * Rates how specifically `pattern` matches a canonical path. Returns 0 if it does not match.
 * Longer patterns rate higher, and an exact path higher than a tree, as with Apache's sections.
 */
export function specificity(pattern: PathPattern, path: string): number {
  if (!pattern.endsWith("/**")) return pattern === path ? 2 * pattern.length + 1 : 0;
  const root = pattern.slice(0, -3);
  return path === root || path.startsWith(`${root}/`) ? Math.max(1, 2 * root.length) : 0;
}
