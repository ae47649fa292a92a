/** Rules for this repository's own tree. A site made from it may break them. */
import { readdirSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { filesUnder, textOf, top } from "../tables/tree";

const isSource = (path: string) => /\.(tsx?|mjs)$/.test(path);
const app = filesUnder("app").filter(isSource);
const lib = filesUnder("lib").filter(isSource);
const scripts = filesUnder("scripts").filter(isSource);
const e2e = filesUnder("e2e").filter((path) => isSource(path) && !path.startsWith("e2e/.results/"));

const lineCount = (path: string) => textOf(path).trimEnd().split("\n").length;

/** The lines of a file that hold nothing but a comment and exceed 100 columns, as "file:line". */
function wideComments(path: string): string[] {
  return textOf(path)
    .split("\n")
    .flatMap((line, index) =>
      line.length > 100 && /^\s*(\{?\/\*|\*|\/\/)/.test(line) ? [`${path}:${index + 1}`] : [],
    );
}

test("the top folder holds what the design names", () => {
  const ignored = /^(\.git|\.next|\.env\..*|\.env|node_modules|next-env\.d\.ts|.*\.tsbuildinfo)$/;
  const named = [
    ".biome.json",
    ".ci",
    ".dockerignore",
    ".editorconfig",
    ".env.example",
    ".github",
    ".gitignore",
    ".npmrc",
    ".nvmrc",
    ".postcssrc.json",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "app",
    "compose.yaml",
    "docs",
    "e2e",
    "instrumentation.ts",
    "lib",
    "media",
    "middleware.ts",
    "next.config.ts",
    "package-lock.json",
    "package.json",
    "public",
    "scripts",
    "tsconfig.json",
  ];
  expect(readdirSync(top).filter((name) => !named.includes(name) && !ignored.test(name))).toEqual([]);
});

test("public/ holds the brand and robots.txt", () => {
  const others = filesUnder("public").filter(
    (path) => !path.startsWith("public/brand/") && path !== "public/robots.txt",
  );
  expect(others).toEqual([]);
});

test("the runtime needs eleven packages, each pinned to one version", () => {
  const { dependencies, type } = JSON.parse(textOf("package.json")) as Record<string, unknown>;
  const pins = dependencies as Record<string, string>;
  expect(Object.keys(pins).sort()).toEqual([
    "@opentelemetry/api",
    "@redis/client",
    "fresh",
    "jose",
    "mime-types",
    "next",
    "next-auth",
    "prom-client",
    "react",
    "react-dom",
    "zod",
  ]);
  for (const [name, version] of Object.entries(pins)) expect.soft(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  expect(type, "Playwright and the bundler disagree about it").toBeUndefined();
});

test("packages are installed without running their scripts, and none of the runtime's has one", () => {
  expect(textOf(".npmrc")).toMatch(/^ignore-scripts=true$/m);
  const { packages } = JSON.parse(textOf("package-lock.json")) as {
    packages: Record<string, { hasInstallScript?: boolean; dev?: boolean }>;
  };
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
  // esbuild's only saves a few milliseconds at each start.
  expect(scripted.map(([path, { dev }]) => [path, dev])).toEqual([["node_modules/esbuild", true]]);
});

test("a file of code has at most 250 lines", () => {
  const isCode = (path: string) => !path.startsWith("app/theme/words/");
  const long = [...app, ...lib, ...scripts, ...e2e].filter((path) => isCode(path) && lineCount(path) > 250);
  expect(long.map((path) => `${path}: ${lineCount(path)}`)).toEqual([]);
});

/** The core can be read in a day. What it learned to do since its restructure is counted apart. */
const maxLines = {
  core: 4340,
  "bounds on odd clients and floods": 290,
  "forms and requests that Next cannot read": 180,
  "files, names and headers of servers in front": 120,
  "pages without storage, the sign-out token, arrivals from other sites": 90,
  "a start that catches what passes by mistake": 200,
  "light or dark by choice, answers anew, a visit that goes on": 110,
  "a stop that waits for what is in flight": 90,
  "visits and changes that the registry knows": 600,
  "the registry in Redis, and what a failing Redis must not do": 1150,
  "metrics, traces, secrets in files": 480,
  "back-channel logout": 220,
  "posts of NATS": 330,
  "headers on every answer, sessions of another issuer": 20,
  "storms of posts, lapsed visits, tickets that count once": 90,
  "what is computed once for many requests": 90,
  "headers of every answer, headers that steer Next, moves to another provider": 70,
  "memories that keep no request, requests that pass as they came": 100,
};

test("lib/ has at most as many lines as its core and its later capabilities may have", () => {
  const allowed = Object.values(maxLines).reduce((sum, lines) => sum + lines, 0);
  expect(lib.reduce((sum, path) => sum + lineCount(path), 0)).toBeLessThanOrEqual(allowed);
});

test("each file of lib/ begins with a docstring that says what the file is for", () => {
  expect(lib.filter((path) => !/^\/\*\*\s+(\* )?[\w`]/.test(textOf(path)))).toEqual([]);
});

test("a line of comment has at most 100 columns", () => {
  const styles = filesUnder("app").filter((path) => path.endsWith(".css"));
  expect([...app, ...styles, ...lib, ...scripts, ...e2e].flatMap(wideComments)).toEqual([]);
});
