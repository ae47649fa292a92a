/** The lockfile holds no version with a known hole. Asks nobody: the list is advisories.ts. */
import { expect, test } from "@playwright/test";
import { advisories, advisoriesOf, isBelow } from "./advisories";
import { textOf } from "./tree";

const lock = JSON.parse(textOf("package-lock.json")) as { packages: Record<string, { version?: string }> };

test("no installed next, next-auth or jose falls under an advisory", () => {
  const bad: string[] = [];
  const seen = new Set<string>();
  for (const [path, { version = "" }] of Object.entries(lock.packages)) {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    if (path === "" || !advisories.some((each) => each.name === name)) continue;
    seen.add(name);
    for (const { id, fixed, what } of advisoriesOf(name, version)) {
      bad.push(`${path} ${version}: ${what} (${id}). Update to ${fixed} or newer.`);
    }
  }
  expect(bad).toEqual([]);
  expect([...seen].sort()).toEqual(["jose", "next", "next-auth"]);
});

/** The oldest versions that we trust, whether or not an advisory says why. */
const floors = { next: "16.4.5", "next-auth": "5.0.0-beta.32", jose: "6.0.0" } as const;

for (const [name, floor] of Object.entries(floors)) {
  test(`${name} is ${floor} or newer, also where another package brings it`, () => {
    const installed = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    expect(installed.length).toBeGreaterThan(0);
    for (const [path, { version = "" }] of installed)
      expect.soft(isBelow(version, floor), `${path} ${version}`).toBe(false);
  });
}

const table: [name: string, version: string, isBad: boolean][] = [
  ["next", "15.2.2", true],
  ["next", "14.2.35", true],
  ["next", "16.2.5", true],
  ["next", "16.2.10", true],
  ["next", "16.2.11", false],
  ["next", "16.4.6", false],
  ["next-auth", "5.0.0-beta.31", true],
  ["next-auth", "5.0.0-beta.32", false],
  ["next-auth", "4.24.11", true],
  ["next-auth", "4.24.15", false],
  ["jose", "4.15.4", true],
  ["jose", "6.2.18", false],
];
for (const [name, version, isBad] of table) {
  test(`${name} ${version} is ${isBad ? "bad" : "not known to be bad"}`, () => {
    expect(advisoriesOf(name, version).length > 0).toBe(isBad);
  });
}
