/** The tree itself: pages lie behind their gates and call their guards, and folders keep to what they may know. */
import { expect, test } from "@playwright/test";
import { standingOf } from "../../lib/access/table";
import { gates } from "../../lib/gates";
import { codeOf, fileMeant, filesUnder, importsOf, textOf } from "./tree";

const source = (path: string) => /\.tsx?$/.test(path);
const app = filesUnder("app").filter(source);
const lib = filesUnder("lib").filter(source);
const doors = ["middleware.ts", "proxy.ts", "instrumentation.ts", "next.config.ts"].filter((name) =>
  filesUnder(".").includes(name),
);
const product = [...app, ...lib, ...doors];
const gateNames: readonly string[] = Object.keys(gates.gates);

/** Files that answer requests: pages, route handlers, files of server actions. */
const answering = app.filter((path) => /(^|\/)(page|route)\.tsx?$/.test(path) || isActionFile(path));

function isActionFile(path: string): boolean {
  return /^\s*["']use server["']/.test(codeOf(path));
}

/** The route group a file lies in, or undefined. */
const groupOf = (path: string) => /^app\/\(([^)]+)\)\//.exec(path)?.[1];

/** The address a file in app/ answers at, with a sample in place of each parameter. */
function addressOf(path: string): string {
  const folders = path.split("/").slice(1, -1);
  const names = folders.filter((name) => !/^\(.*\)$|^@/.test(name)).map((name) => name.replace(/^\[.*\]$/, "sample"));
  return `/${names.join("/")}`;
}

/** The exported functions of a file that a request can reach, each as its text up to the next export. */
function entriesOf(path: string): string[] {
  const code = codeOf(path);
  const chunks = code.split(/^(?=export\s)/m).filter((chunk) => chunk.startsWith("export"));
  if (path.endsWith("page.tsx")) return chunks.filter((chunk) => chunk.startsWith("export default"));
  if (isActionFile(path)) return chunks.filter((chunk) => !/^export\s+(type|interface)\s/.test(chunk));
  // A handler may be named first and exported below: then the whole file is its text.
  if (/^export\s*\{/m.test(code)) return [code];
  return chunks.filter((chunk) =>
    /^export\s+(async\s+)?(function|const)\s+(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/.test(chunk),
  );
}

test("the walk finds the pages it is to judge", () => {
  expect(answering).toEqual(expect.arrayContaining(["app/(members)/members/page.tsx", "app/(full)/full/page.tsx"]));
  expect(addressOf("app/(members)/members/[id]/@side/page.tsx")).toBe("/members/sample");
});

for (const path of answering.filter((file) => gateNames.includes(groupOf(file) ?? ""))) {
  const group = groupOf(path) ?? "";
  test(`${path} lies behind the gate ${group}, and every way into it calls the guard first`, () => {
    expect(standingOf(gates, addressOf(path))).toMatchObject({ kind: "gated", gate: group });
    const entries = entriesOf(path);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      const awaited = [...entry.matchAll(/await\s+([\w.]+(?:\([^)]*\))?)/g)].map(([, what]) => what);
      const first = awaited.filter((what) => !/^(props\.)?(params|searchParams)$/.test(what ?? ""))[0];
      expect.soft(first, entry.slice(0, 60)).toBe(`requireMember("${group}")`);
    }
  });
}

test("every folder in parentheses is a gate, or holds what everybody may see", () => {
  const groups = new Set(app.map(groupOf).filter((group) => group !== undefined));
  expect([...groups].sort()).toEqual([...gateNames, "public", "status"].sort());
  for (const path of answering) {
    const { kind } = standingOf(gates, addressOf(path));
    if (groupOf(path) === "public") expect.soft(kind, path).toBe("public");
    if (groupOf(path) === "status") expect.soft(kind, path).toBe("own");
  }
});

test("what answers behind a gate without lying in its folder reads the session itself", () => {
  for (const path of answering.filter((file) => groupOf(file) === undefined)) {
    if (standingOf(gates, addressOf(path)).kind !== "gated") continue;
    expect.soft(codeOf(path), path).toMatch(/\b(requireMember|memberAt|readSession|serveMedia|gate)\(/);
  }
});

test("server actions outside the gates' folders do not exist, and none hides inside a page", () => {
  for (const path of product) {
    if (!/["']use server["']/.test(codeOf(path))) continue;
    expect.soft(isActionFile(path), `${path}: an action inside another file has no guard of its own`).toBe(true);
    expect.soft(gateNames, path).toContain(groupOf(path));
  }
});

test("next-auth and @auth/core are imported in lib/auth/ alone", () => {
  for (const path of [...product, ...filesUnder("scripts").filter(source)]) {
    const auth = importsOf(path).filter(({ from }) => /^(next-auth|@auth\/core)(\/|$)/.test(from));
    if (!path.startsWith("lib/auth/")) expect.soft(auth, path).toEqual([]);
  }
  expect(
    importsOf("lib/auth/adapter.ts").map(({ from }) => from),
    "the walk sees imports",
  ).toContain("next-auth");
});

test("the product imports nothing that a cloner may delete, and lib nothing of app", () => {
  for (const path of product) {
    for (const { from } of importsOf(path)) {
      const file = fileMeant(from, path);
      expect.soft(file ?? "", `${path} imports ${from}`).not.toMatch(/^(e2e|scripts|docs)\/|^\.\.\//);
      if (path.startsWith("lib/")) expect.soft(file ?? "", `${path} imports ${from}`).not.toMatch(/^app\//);
    }
  }
});

const pure =
  /^lib\/(access|nats|http)\/|^lib\/session\/(seal|payload|lifetime|flow|cookies|memo|read)\.ts$|^lib\/(env|claims|errors|log|gates)\.ts$/;

test("the pure part of lib runs without Next, next-auth and React, through all it imports", () => {
  expect(lib.filter((path) => pure.test(path)).length).toBeGreaterThan(20);
  for (const root of lib.filter((path) => pure.test(path))) {
    const reached = new Set([root]);
    for (const path of reached) {
      for (const { from, typeOnly } of importsOf(path)) {
        if (path === root) expect.soft(from, root).not.toMatch(/^(next|next-auth|@auth\/core|react|react-dom)(\/|$)/);
        if (typeOnly) continue;
        expect.soft(from, `${root}, by ${path}`).not.toMatch(/^(next|next-auth|@auth\/core|react|react-dom)(\/|$)/);
        const file = fileMeant(from, path);
        if (file !== null) reached.add(file);
      }
    }
  }
});

test("what runs at the gate uses nothing of Node", () => {
  const reached = new Set(
    ["middleware.ts", ...doors.filter((name) => name === "proxy.ts")].filter((name) => doors.includes(name)),
  );
  for (const path of reached) {
    for (const { from, typeOnly } of importsOf(path)) {
      if (typeOnly) continue;
      expect.soft(from, path).not.toMatch(/^node:|^(fs|path|crypto|buffer)$/);
      const file = fileMeant(from, path);
      if (file !== null) reached.add(file);
    }
    expect.soft(codeOf(path), path).not.toMatch(/\bBuffer\b|\brequire\(/);
  }
  expect(reached).toContain("lib/session/seal.ts");
});

test("the environment is read in lib/site.ts and lib/settings/start.ts alone", () => {
  const allowed = ["lib/site.ts", "lib/settings/start.ts", ...doors];
  for (const path of product.filter((file) => !allowed.includes(file))) {
    expect.soft(codeOf(path), path).not.toMatch(/process\s*\.\s*env|process\[|from "node:process"/);
  }
});

test("nothing but the brand and robots.txt lies in public/", () => {
  const others = filesUnder("public").filter(
    (path) => !path.startsWith("public/brand/") && path !== "public/robots.txt",
  );
  expect(others).toEqual([]);
});

test("the runtime needs eight packages, each pinned", () => {
  const { dependencies, type } = JSON.parse(textOf("package.json")) as Record<string, unknown>;
  const pins = dependencies as Record<string, string>;
  expect(Object.keys(pins).sort()).toEqual([
    "fresh",
    "jose",
    "mime-types",
    "next",
    "next-auth",
    "react",
    "react-dom",
    "zod",
  ]);
  for (const [name, version] of Object.entries(pins)) expect.soft(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  expect(pins).toMatchObject({ "next-auth": "5.0.0-beta.32" });
  expect(type, "Playwright and the bundler disagree about it").toBeUndefined();
});

test("every file of the core says its job first and stays short", () => {
  for (const path of lib) {
    expect.soft(textOf(path), path).toMatch(/^\/\*\* \S.*[.:)]/);
    expect.soft(textOf(path).split("\n").length, path).toBeLessThanOrEqual(251);
  }
});
