/** Known bad versions of the packages that sign members in and keep others out. */

/** Versions from `from` on, below `fixed`, are bad. */
export interface Advisory {
  id: string;
  name: "next" | "next-auth" | "jose";
  from: string;
  fixed: string;
  what: string;
}

/** Next's lines below 15 get no fixes any more, so all of them count. */
export const advisories: readonly Advisory[] = [
  advisory("CVE-2025-29927", "next", "0.0.0", "15.2.3", "a header skips the middleware"),
  advisory("CVE-2025-66478", "next", "0.0.0", "15.5.7", "code runs by a crafted server component request"),
  advisory("CVE-2025-66478", "next", "16.0.0", "16.0.7", "code runs by a crafted server component request"),
  advisory("CVE-2026-23869", "next", "16.0.0", "16.2.3", "one request keeps the server busy"),
  advisory("CVE-2026-44575, CVE-2026-45109", "next", "0.0.0", "15.5.18", "segment prefetches pass the middleware"),
  advisory("CVE-2026-44575, CVE-2026-45109", "next", "16.0.0", "16.2.6", "segment prefetches pass the middleware"),
  advisory("CVE-2026-64642", "next", "16.0.0", "16.2.11", "a locale passes the middleware"),
  advisory(
    "GHSA-8fpg-xm3f-6cx3",
    "next-auth",
    "5.0.0-beta.0",
    "5.0.0-beta.32",
    "a bad setting opens what auth() guards",
  ),
  advisory("GHSA-5jpx-9hw9-2fx4", "next-auth", "0.0.0", "4.24.12", "e-mail goes to another address"),
  advisory("GHSA-5jpx-9hw9-2fx4", "next-auth", "5.0.0-beta.0", "5.0.0-beta.30", "e-mail goes to another address"),
  advisory("CVE-2024-28176", "jose", "0.0.0", "4.15.5", "a small token inflates to a large one"),
];

function advisory(id: string, name: Advisory["name"], from: string, fixed: string, what: string): Advisory {
  return { id, name, from, fixed, what };
}

/** Returns the advisories that a version falls under. */
export function advisoriesOf(name: string, version: string): Advisory[] {
  return advisories.filter(
    (each) => each.name === name && !isBelow(version, each.from) && isBelow(version, each.fixed),
  );
}

/** Semantic Versioning 2.0.0 section 11, for versions like 1.2.3 and 1.2.3-beta.4. */
export function isBelow(version: string, other: string): boolean {
  const [one, two] = [partsOf(version), partsOf(other)];
  const at = one.findIndex((part, index) => part !== two[index]);
  return at >= 0 && (one[at] ?? 0) < (two[at] ?? 0);
}

function partsOf(version: string): number[] {
  const [, numbers = "", beta] = /^(\d+\.\d+\.\d+)(?:-\w+\.(\d+))?$/.exec(version) ?? [];
  if (!numbers) throw new Error(`Not a version that is understood: ${version}`);
  return [...numbers.split(".").map(Number), beta === undefined ? Number.POSITIVE_INFINITY : Number(beta)];
}
