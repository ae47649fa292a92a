import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEnvConfig } from "@next/env";
import { expect, test } from "@playwright/test";
import { envValue } from "../../scripts/env-value";
import { envFile } from "../../scripts/from-apache/env-file";
import { plainDirectives, virtualHost } from "../fixtures/from-apache/rows";
import { translated } from "./from-apache";

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "from-apache-"));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a `.env` with Next's own loader. */
function readByNext(text: string): Record<string, string | undefined> {
  writeFileSync(join(folder, ".env"), text);
  const silent = { info: () => undefined, error: () => undefined };
  const before = { ...process.env };
  // Next keeps variables that exist. `npm run check` sets the settings to "".
  for (const name of Object.keys(before)) if (/^(OIDC|NATS|AUTH)_/.test(name)) delete process.env[name];
  const { parsedEnv = {} } = loadEnvConfig(folder, false, silent, true);
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  return parsedEnv;
}

const oddValues = [
  "plain",
  "a b",
  " a ",
  "a#b",
  "a # b",
  "$HOME",
  "a$b",
  "a\\$b",
  "a\\\\$b",
  "\x24{HOME}",
  "\x24{HOME:-x}",
  "$$",
  "a=b",
  "a\\nb",
  "a\\",
  "\\",
  "it's",
  'say "so"',
  "`tick`",
  `it's "so"`,
  "it's `so`",
  'a"b`c',
  "é ü 🦊",
  "a'b$c#d",
  "export X=1",
  "%s%n",
  "-----BEGIN",
];
for (const value of oddValues) {
  test(`Next reads back ${JSON.stringify(value)}`, () => {
    expect(readByNext(`A=${envValue(value)}\nB=end\n`)).toEqual({ A: value, B: "end" });
  });
}

test("Next reads back random values, each in a file with others", () => {
  const letters = "ab1$\\'\"`# ={}\t%-!~".split("");
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let round = 0; round < 40; round++) {
    const values = Array.from({ length: 25 }, () =>
      Array.from({ length: 1 + random(12) }, () => letters[random(letters.length)]).join(""),
    );
    const kept = values.filter((value) => envValue(value) !== null);
    const text = kept.map((value, index) => `X${index}=${envValue(value)}`).join("\n");
    expect(readByNext(text)).toEqual(Object.fromEntries(kept.map((value, index) => [`X${index}`, value])));
  }
});

test("a value that no quotes can hold is left to decide", () => {
  expect([`'"\``, "a\nb"].map(envValue)).toEqual([null, null]);
  const { findings } = translated(virtualHost([], [...plainDirectives, "OIDCClientSecret a'b\"c`d"]));
  expect(findings.filter(({ kind }) => kind === "decide").map(({ what }) => what)).toEqual(["OIDC_CLIENT_SECRET"]);
});

test("the whole .env is read back by Next", () => {
  const { env } = translated(
    virtualHost([], [...plainDirectives, 'OIDCClientSecret "p$x #1"', 'OIDCScope "openid email"']),
  );
  const read = readByNext(envFile(env, "members.example.com"));
  expect(read).toEqual(Object.fromEntries(env.values));
});
