/** The rooms of lib/: imports point down, none form a circle, and only the doors call `site()`. */
import { expect, test } from "@playwright/test";
import { codeOf, fileMeant, filesUnder, importsOf } from "./tree";

/** Rooms and top files of lib/, lowest first. A file imports from its own room or a lower one. */
const order = [
  "claims.ts",
  "addresses.ts",
  "failures.ts",
  "measure.ts",
  "bounded-map.ts",
  "shared-work.ts",
  "log.ts",
  "http/",
  "access/",
  "gates.ts",
  "settings/",
  "site.ts",
  "session/",
  "registry/",
  "nats/",
  "answers/",
  "signals/",
  "auth/",
  "locks/",
  "media/",
  "member.ts",
];

const source = (path: string) => /\.tsx?$/.test(path);
const lib = filesUnder("lib").filter(source);
const app = filesUnder("app").filter(source);

/** The place of a file's room in the order; -1 for a file without a room. */
function floorOf(path: string): number {
  return order.indexOf(path.replace(/^lib\//, "").replace(/\/.*$/, "/"));
}

/** The files of lib/ that a file imports, types included. */
function neighbours(path: string): string[] {
  return importsOf(path).flatMap(({ from }) => {
    const file = fileMeant(from, path);
    return file?.startsWith("lib/") ? [lib.includes(file) ? file : `${file}.d.ts`] : [];
  });
}

test("every file of lib/ lies in a room of the list, and every room of the list has files", () => {
  for (const path of lib) expect.soft(floorOf(path), path).toBeGreaterThanOrEqual(0);
  expect(new Set(lib.map(floorOf)).size).toBe(order.length);
});

test("imports point down: a room knows nothing of the rooms above it", () => {
  for (const path of lib) {
    for (const other of neighbours(path)) {
      expect.soft(floorOf(other), `${path} imports ${other}`).toBeLessThanOrEqual(floorOf(path));
    }
  }
  expect(neighbours("lib/locks/gate.ts"), "the walk sees imports").toContain("lib/locks/verdict.ts");
});

test("no file of the product imports itself by a detour", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) {
      circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    if (done.has(path)) return;
    const imported = importsOf(path).map(({ from }) => fileMeant(from, path));
    for (const file of imported) if (file && [...lib, ...app].includes(file)) visit(file, [...trail, path]);
    done.add(path);
  };
  for (const path of [...lib, ...app]) visit(path, []);
  expect(circles).toEqual([]);
});

/** The files that requests enter by. They look the site up and pass it on. */
const doors =
  /^(middleware|proxy)\.ts$|^lib\/(member|locks\/guard)\.ts$|^app\/(.*\/)?route\.ts$|^app\/\(status\)\/.*page\.tsx$/;

test("site() is called at the doors: middleware, route handlers, status pages, the guard and the pages' own door", () => {
  const callers = [...lib, ...app, "middleware.ts"].filter(
    (path) => path !== "lib/site.ts" && /\bsite\(\)/.test(codeOf(path)),
  );
  for (const path of callers) expect.soft(path).toMatch(doors);
  expect(callers).toContain("lib/locks/guard.ts");
});

test("sessions are sealed in one file", () => {
  const writers = lib.filter((path) => /\bsealSession\(/.test(codeOf(path)) && path !== "lib/session/payload.ts");
  expect(writers).toEqual(["lib/session/write.ts"]);
});
