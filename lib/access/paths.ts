/** Path canonicalisation and path patterns: the gate and Next's router must never disagree about which page is meant. */

/**
 * The path that Next will serve for `pathname` (as in a URL, still percent-encoded), or null when it must be answered 400.
 * Refused: encoded letters, digits, dots, slashes and backslashes (`/%6dembers/a.jpg` slipped past gates to files), control
 * characters, broken percent-encoding, empty and dot segments. Router artefacts (`.rsc`, `.segments/…`) count as their page.
 */
export function canonicalPath(pathname: string): string | null {
  if (!pathname.startsWith("/") || pathname.length > 2048) return null;
  if (/%(?![0-9a-f]{2})/i.test(pathname)) return null;
  for (const [, hex] of pathname.matchAll(/%([0-9a-f]{2})/gi)) {
    const byte = Number.parseInt(hex ?? "", 16);
    if (byte < 0x20 || byte === 0x7f || /[A-Za-z0-9\-._~/\\%]/.test(String.fromCharCode(byte))) return null;
  }
  const decoded = decode(pathname);
  if (decoded === null || /[\u0000-\u001f\u007f\\]/.test(decoded)) return null;
  const page = pagePath(decoded);
  const inner = page === "/" ? [] : page.slice(1).split("/");
  return inner.some((segment) => segment === "" || segment === "." || segment === "..") ? null : page;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null; // Not UTF-8.
  }
}

/** Next asks for parts of a page under odd paths, `/full.segments/…` and `/full.rsc`; they are that page. */
function pagePath(path: string): string {
  const page = path.replace(/^(\/.*)\.segments\/.*\.segment\.rsc$/, "$1").replace(/(\.prefetch)?\.rsc$/, "");
  return page === "/index" || page === "" ? "/" : page;
}

/** A path, `/robots.txt`, or a tree, `/members/**`, which holds `/members` too. */
export type PathPattern = `/${string}`;

/**
 * How well `pattern` fits a canonical path: the longer the better, an exact path before a tree, or 0 when it does not.
 * Source: Apache merges sections from short to long, so the most specific one decides.
 */
export function specificity(pattern: PathPattern, path: string): number {
  if (!pattern.endsWith("/**")) return pattern === path ? 2 * pattern.length + 1 : 0;
  const root = pattern.slice(0, -3);
  return path === root || path.startsWith(`${root}/`) ? Math.max(1, 2 * root.length) : 0;
}
