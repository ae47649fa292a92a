/** npm run from-apache: the files that it writes. Next and TypeScript read them, secrets stay in .env. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEnvConfig } from "@next/env";
import { expect, test } from "@playwright/test";
import { newClaims, withClaims } from "../../scripts/from-apache/claims-file";
import { readIn, writeAll } from "../../scripts/from-apache/disk";
import { envFile, envValue } from "../../scripts/from-apache/env-file";
import { hostReport } from "../../scripts/from-apache/report";
import { planFiles, shippedGatesFile } from "../../scripts/from-apache/write";
import { requireRows } from "../fixtures/from-apache/require-rows";
import { plainDirectives, virtualHost } from "../fixtures/from-apache/rows";
import { sectionRows } from "../fixtures/from-apache/section-rows";
import { claimsText, gatesText, manyGates, translated } from "./from-apache";
import { top } from "./tree";

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
  const { parsedEnv = {} } = loadEnvConfig(folder, false, silent, true);
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
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

test("without the claims in lib/claims.ts, a gate is closed and its rule stands in a comment", () => {
  const text = gatesText({ ...manyGates(), declared: ["username", "trial"] });
  expect(text).toContain('// require: claim("package", "7")');
  expect(text).not.toMatch(/^(?! *\/\/).*require: .*package/m);
});

test("claims are added to lib/claims.ts as shipped only", () => {
  const claims = newClaims(manyGates().gates.gates, ["username", "trial"]);
  expect(claims.map(({ line }) => line)).toEqual([
    "plan: z.object({ level: scalar.optional(), code: z.string().max(256).optional() }).optional(),",
    "package: scalar.optional(),",
    "vip: z.union([scalar, z.boolean()]).optional(),",
    '"x-y": scalar.optional(),',
    "nick: z.string().max(256).optional(),",
  ]);
  expect(withClaims("export const memberClaims = z.object({ ...own });", claims)).toBeNull();
  expect(withClaims(claimsText.replace("const scalar", "const own"), claims)).toBeNull();
});

test("no text of a configuration ends a comment or a string of lib/gates.ts", () => {
  const evil =
    '<Location "/x*/">\nAuthType openid-connect\nRequire user "\\"); evil(); //" "*/ evil()" "\u2028evil()"\n</Location>';
  const text = gatesText(translated(virtualHost(evil.split("\n"))));
  const code = text.replace(/"(?:[^"\\]|\\.)*"|\/\/.*$/gm, "");
  expect(code).not.toContain("evil");
});

const secret = "canary";

test("secrets are in .env and in no report", () => {
  const names = [
    "OIDCClientSecret",
    "OIDCCryptoPassphrase",
    "OIDCRedisCachePassword",
    "OIDCOAuthClientSecret",
    "OIDCOutgoingProxy",
    "OIDCOAuthVerifySharedKeys",
    "OIDCClientTokenEndpointKeyPassword",
    "OIDCAuthRequestParams",
    "OIDCOAuthIntrospectionClientAuthBearerToken",
  ];
  const lines = names.map((name, index) => `${name} ${secret}-${index}-0123456789-abcdefghijklmnopqrstuv`);
  const translation = translated(
    virtualHost(
      [
        "OIDC-canary",
        "canary-as-a-name x",
        "<Location /x>",
        "AuthType openid-connect-canary",
        "Require canary-provider x",
        "Require x=canary",
        "</Location>",
      ],
      [
        ...plainDirectives.filter((line) => !line.includes("canary")),
        ...lines,
        `OIDCProviderMetadataURL https://user:${secret}@nats.example.com/x`,
      ],
    ),
  );
  expect(hostReport(translation).replaceAll("canary-provider", "")).not.toContain(secret);
  expect(envFile(translation.env, "x")).toContain("canary-0");
});

test("without --overwrite, nothing of yours is replaced: all files are written, or none", () => {
  const translation = translated(virtualHost(requireRows[1]?.conf ?? []));
  const files = (present: Record<string, string>) => (path: string) => present[path];
  const fresh = planFiles(translation, files({ "lib/gates.ts": shippedGatesFile() }), false);
  expect("changes" in fresh && fresh.changes.map(({ path, former }) => [path, former])).toEqual([
    [".env", undefined],
    ["lib/gates.ts", undefined],
  ]);
  const edited = { ".env": "MINE=1", "lib/gates.ts": "// mine" };
  const refused = planFiles(translation, files(edited), false);
  expect("refused" in refused && refused.refused).toEqual([
    ".env is there already. Add --overwrite to replace it; the former stays beside it.",
    "lib/gates.ts is there already. Add --overwrite to replace it; the former stays beside it.",
  ]);
  const forced = planFiles(translation, files(edited), true);
  expect("changes" in forced && forced.changes.map(({ former }) => former)).toEqual(["MINE=1", "// mine"]);
});

test("the former texts stay beside the files, .env is readable by its owner only", () => {
  mkdirSync(join(folder, "lib"));
  writeFileSync(join(folder, ".env"), "MINE=1");
  writeFileSync(join(folder, ".env.former"), "OLDER=1");
  const changes = [
    { path: ".env", text: "NEW=1", former: "MINE=1", mode: 0o600 },
    { path: "lib/gates.ts", text: "// new" },
  ];
  expect(writeAll(folder, changes)).toEqual([".env.former-2"]);
  expect(["", ".former", ".former-2"].map((end) => readIn(folder, `.env${end}`))).toEqual([
    "NEW=1",
    "OLDER=1",
    "MINE=1",
  ]);
  expect([".env", ".env.former-2"].map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);
  expect(readIn(folder, "lib/gates.ts")).toBe("// new");
});

test("if one file cannot be written, none is", () => {
  const changes = [
    { path: ".env", text: "NEW=1" },
    { path: "missing/gates.ts", text: "// new" },
  ];
  expect(() => writeAll(folder, changes)).toThrow(/ENOENT/);
  expect(readdirSync(folder)).toEqual([]);
});

test("every row of the tables renders a file that Biome leaves as it is", () => {
  const texts = [...requireRows, ...sectionRows].map(({ conf }) => gatesText(translated(virtualHost(conf))));
  const rows = join(folder, "rows");
  mkdirSync(rows);
  for (const [index, text] of texts.entries()) writeFileSync(join(rows, `${index}.ts`), text);
  cpSync(join(top, ".biome.json"), join(folder, ".biome.json"));
  const args = ["format", "--vcs-enabled=false", `--config-path=${join(folder, ".biome.json")}`, rows];
  const format = spawnSync(join(top, "node_modules/.bin/biome"), args, { encoding: "utf8", cwd: folder });
  expect(format.status, format.stdout + format.stderr).toBe(0);
});

/** Runs the command in a copy of what it needs. */
function run(configuration: string, ...args: string[]) {
  const copy = join(folder, "site");
  if (!existsSync(copy)) {
    for (const name of ["lib", "scripts", "package.json", "tsconfig.json"])
      cpSync(join(top, name), join(copy, name), { recursive: true });
    symlinkSync(join(top, "node_modules"), join(copy, "node_modules"));
    writeFileSync(join(copy, "lib/gates.ts"), shippedGatesFile());
  }
  writeFileSync(join(folder, "site.conf"), configuration);
  const command = ["--import", "tsx", "scripts/from-apache.ts", "site.conf", ...args];
  const env = { ...process.env, INIT_CWD: folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: "utf8", env });
  return { status, output: stdout + stderr, file: (path: string) => readIn(copy, path) };
}

test("the command prints, then writes, then refuses to write again; its exit codes say which", () => {
  const configuration = virtualHost(requireRows[1]?.conf ?? []).replaceAll("\n", "\r\n");
  const printed = run(configuration);
  expect([printed.status, printed.file(".env")]).toEqual([0, undefined]);
  expect(printed.output).toContain("OIDC_CLIENT_SECRET=   (not shown; --write puts it into .env)");
  const written = run(configuration, "--write");
  expect([written.status, written.output]).toEqual([0, expect.stringContaining("Written: .env, lib/gates.ts.")]);
  expect(written.file(".env")).toContain("OIDC_CLIENT_SECRET=client-secret-canary");
  expect(printed.output + written.output).not.toContain("canary");
  writeFileSync(join(folder, "site/lib/gates.ts"), "// mine");
  const again = run(configuration, "--write");
  expect([again.status, again.output]).toEqual([1, expect.stringContaining("Nothing was written.")]);
  expect(again.file("lib/gates.ts")).toBe("// mine");
  const forced = run(configuration, "--write", "--overwrite");
  expect([forced.status, forced.file("lib/gates.ts.former")]).toEqual([0, "// mine"]);
});

test("the command ends with 1 if something is yours to decide, and with 2 if it cannot read", () => {
  expect(
    run(virtualHost(["<Location /x>", "AuthType openid-connect", "Require ip 10.0.0.1", "</Location>"])).status,
  ).toBe(1);
  const broken = run("<Directory /canary>\n", "--write");
  expect([broken.status, broken.output, broken.file(".env")]).toEqual([
    2,
    "site.conf:1: expected </directory> before the end of the file. Nothing was translated.\n",
    undefined,
  ]);
  const two = `${virtualHost([])}\n${virtualHost([]).replace("members.example.com", "other.example.com")}`;
  expect(run(two, "--write").output).toContain("Add --host members.example.com:443 or --host other.example.com:443.");
  expect(run(two, "--write", "--host", "other.example.com").file(".env")).toContain("AUTH_URL=");
});
