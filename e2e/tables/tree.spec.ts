/** Rules for every site's tree: which pages call which guards, and who may import what. */
import { expect, test } from "@playwright/test";
import { standingOf } from "../../lib/access/table";
import { gates } from "../../lib/gates";
import { codeOf, fileMeant, filesUnder, importsOf } from "./tree";

const source = (path: string) => /\.tsx?$/.test(path);
const app = filesUnder("app").filter(source);
const lib = filesUnder("lib").filter(source);
const doors = ["middleware.ts", "proxy.ts", "instrumentation.ts", "next.config.ts"].filter((name) =>
  filesUnder(".").includes(name),
);
const product = [...app, ...lib, ...doors];
const gateNames: readonly string[] = Object.keys(gates.gates);

/** Files that answer requests: pages, route handlers and files of server actions. */
const answering = app.filter((path) => /(^|\/)(page|route)\.tsx?$/.test(path) || isActionFile(path));

function isActionFile(path: string): boolean {
  return /^\s*["']use server["']/.test(codeOf(path));
}

/** Pictures and feeds that Next makes of a file's default export, at an address of their own. */
const linkPicture = /(^|\/)(opengraph-image|twitter-image|icon|apple-icon|sitemap|manifest)\d*\.tsx?$/;

/** The route group that a file lies in, if any. */
const groupOf = (path: string) => /^app\/\(([^)]+)\)\//.exec(path)?.[1];

/** The address of a file in app/, with "sample" in place of each parameter. */
function addressOf(path: string): string {
  const folders = path.split("/").slice(1, -1);
  const names = folders.filter((name) => !/^\(.*\)$|^@/.test(name)).map((name) => name.replace(/^\[.*\]$/, "sample"));
  return `/${names.join("/")}`;
}

/** The exported functions that a request can reach, each as text up to the next export. */
function entriesOf(path: string): string[] {
  const code = codeOf(path);
  const chunks = code.split(/^(?=export\s)/m).filter((chunk) => chunk.startsWith("export"));
  const page = /^export\s+(default\b|(async\s+)?(function|const)\s+generate(Metadata|Viewport|ImageMetadata)\b)/;
  if (/(^|\/)(page|layout)\.tsx?$/.test(path) || linkPicture.test(path))
    return chunks.filter((chunk) => page.test(chunk));
  if (isActionFile(path)) return chunks.filter((chunk) => !/^export\s+(type|interface)\s/.test(chunk));
  // With `export { handler as GET }` the function stands elsewhere: judge the whole file.
  if (/^export\s*\{/m.test(code)) return [code];
  return chunks.filter((chunk) =>
    /^export\s+(async\s+)?(function|const)\s+(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/.test(chunk),
  );
}

test("the walk finds the gated pages and their addresses", () => {
  expect(answering.filter((path) => gateNames.includes(groupOf(path) ?? ""))).not.toEqual([]);
  expect(answering).toContain("app/login/route.ts");
  expect(addressOf("app/(members)/members/[id]/@side/page.tsx")).toBe("/members/sample");
});

for (const path of answering.filter((file) => gateNames.includes(groupOf(file) ?? ""))) {
  const group = groupOf(path) ?? "";
  test(`${path} lies behind the gate ${group}, and every way into it calls the guard first`, () => {
    expect(standingOf(gates, addressOf(path))).toMatchObject({ kind: "gated", gate: group });
    const entries = entriesOf(path);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) expect.soft(firstCall(entry), entry.slice(0, 60)).toBe(`requireMember("${group}")`);
  });
}

/** What a function awaits first, apart from its parameters. */
function firstCall(entry: string): string | undefined {
  const awaited = [...entry.matchAll(/await\s+([\w.]+(?:\([^)]*\))?)/g)].map(([, what]) => what);
  return awaited.filter((what) => !/^(props\.)?(params|searchParams)$/.test(what ?? ""))[0];
}

// Next sends the title with a redirect or a refusal, too. Where the gate was gone, titles told
// films that exist from those that do not.
test("titles and link pictures in a gate's folder come from functions that call the guard first", () => {
  const folders = app.filter((path) => gateNames.includes(groupOf(path) ?? ""));
  for (const path of folders) {
    expect
      .soft(codeOf(path), `${path}: use generateMetadata`)
      .not.toMatch(/export\s+const\s+metadata\b|export\s*\{[^}]*\bmetadata\b/);
    const entries = entriesOf(path).filter((entry) => linkPicture.test(path) || /^.*\bgenerate[A-Z]/.test(entry));
    for (const entry of entries) expect.soft(firstCall(entry), path).toBe(`requireMember("${groupOf(path)}")`);
  }
  expect(folders.filter((path) => codeOf(path).includes("generateMetadata"))).not.toEqual([]);
});

test("a route group is named after a gate, or is (public) or (status)", () => {
  const groups = new Set(app.map(groupOf).filter((group) => group !== undefined));
  for (const group of groups) expect.soft([...gateNames, "public", "status"], `app/(${group})/`).toContain(group);
  for (const path of answering) {
    const { kind } = standingOf(gates, addressOf(path));
    if (groupOf(path) === "public") expect.soft(kind, path).toBe("public");
    if (groupOf(path) === "status") expect.soft(kind, path).toBe("own");
  }
});

test("a gated page or route handler outside the gates' folders reads the session itself", () => {
  for (const path of answering.filter((file) => groupOf(file) === undefined)) {
    if (standingOf(gates, addressOf(path)).kind !== "gated") continue;
    expect.soft(codeOf(path), path).toMatch(/\b(requireMember|memberAt|readSession|serveMedia|gate)\(/);
  }
});

// The gate alone would keep it, and it asks no registry: an ended visit could still read the file.
test("no file of public/ lies behind a gate", () => {
  const addressesOf = filesUnder("public").map((path) => path.slice("public".length));
  const gateOf = (path: string) => {
    const standing = standingOf(gates, path);
    return standing.kind === "gated" ? standing.gate : undefined;
  };
  expect(gateOf("/media/planted.jpg")).toBeDefined();
  expect(addressesOf.filter((path) => gateOf(path) !== undefined)).toEqual([]);
});

test("a server action lies in a file of its own, in the folder of a gate", () => {
  for (const path of product) {
    if (!/["']use server["']/.test(codeOf(path))) continue;
    expect
      .soft(isActionFile(path), `${path}: an action inside another file escapes the check for its guard`)
      .toBe(true);
    expect.soft(gateNames, path).toContain(groupOf(path));
  }
});

test("only lib/auth/ imports next-auth and @auth/core", () => {
  for (const path of [...product, ...filesUnder("scripts").filter(source)]) {
    const auth = importsOf(path).filter(({ from }) => /^(next-auth|@auth\/core)(\/|$)/.test(from));
    if (!path.startsWith("lib/auth/")) expect.soft(auth, path).toEqual([]);
  }
  expect(
    importsOf("lib/auth/adapter.ts").map(({ from }) => from),
    "the walk sees imports",
  ).toContain("next-auth");
});

test("the product imports neither tests, scripts nor docs, and lib/ imports nothing of app/", () => {
  for (const path of product) {
    for (const { from } of importsOf(path)) {
      const file = fileMeant(from, path);
      expect.soft(file ?? "", `${path} imports ${from}`).not.toMatch(/^(e2e|scripts|docs)\/|^\.\.\//);
      if (path.startsWith("lib/")) expect.soft(file ?? "", `${path} imports ${from}`).not.toMatch(/^app\//);
    }
  }
});

/** Rooms and files of lib/ that run without Next. */
const pure =
  /^lib\/(access|nats|http|session|settings|media\/signed-links)\/|^lib\/(addresses|claims|failures|gates|log|site)\.ts$|^lib\/locks\/verdict\.ts$/;

test("the pure part of lib/ imports neither Next, next-auth nor React, directly or through other files", () => {
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

test("the gate uses no Node API, so that it runs on the edge", () => {
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

// Anybody can send such a header. The product needs no address: limits are for the proxy in front.
test("nothing depends on the client's address, or on what a request says of it", () => {
  const names = /forwarded-(for|proto|port)|["']forwarded["']|(real|client|connecting)-ip|remoteAddress|\.ip\b/i;
  expect("request.headers.get('x-forwarded-for')").toMatch(names);
  for (const path of product) expect.soft(codeOf(path), path).not.toMatch(names);
});

test("only lib/site.ts and lib/settings/start.ts read the environment", () => {
  const allowed = ["lib/site.ts", "lib/settings/start.ts", ...doors];
  for (const path of product.filter((file) => !allowed.includes(file))) {
    expect.soft(codeOf(path), path).not.toMatch(/process\s*\.\s*env|process\[|from "node:process"/);
  }
});
