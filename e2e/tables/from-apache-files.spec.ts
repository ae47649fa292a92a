/** npm run from-apache: lib/gates.ts, lib/claims.ts, secrets, and what may be overwritten. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { newClaims, withClaims } from "../../scripts/from-apache/claims-file";
import { readIn, writeAll } from "../../scripts/from-apache/disk";
import { envFile } from "../../scripts/from-apache/env-file";
import { shippedGatesFile } from "../../scripts/from-apache/gates-file";
import { hostReport } from "../../scripts/from-apache/report";
import { planFiles } from "../../scripts/from-apache/write";
import { patternRows } from "../fixtures/from-apache/pattern-rows";
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

test("no text of a configuration reaches the terminal as a control sequence", () => {
  const sequence = "\u001b[31m\u009b1m\u0007";
  const conf = [
    `<Location "/x${sequence}">`,
    "AuthType openid-connect",
    `Require user a${sequence}`,
    `Require ${sequence}`,
    "</Location>",
  ];
  const text = virtualHost(conf, [...plainDirectives, `OIDCScope "openid ${sequence}"`, `Include${sequence} x`]);
  const report = hostReport(translated(text.replace("ServerName members", `ServerName ${sequence}members`)));
  expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
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
  const texts = [...requireRows, ...sectionRows, ...patternRows].map(({ conf }) =>
    gatesText(translated(virtualHost(conf))),
  );
  const rows = join(folder, "rows");
  mkdirSync(rows);
  for (const [index, text] of texts.entries()) writeFileSync(join(rows, `${index}.ts`), text);
  cpSync(join(top, ".biome.json"), join(folder, ".biome.json"));
  const args = ["format", "--vcs-enabled=false", `--config-path=${join(folder, ".biome.json")}`, rows];
  const format = spawnSync(join(top, "node_modules/.bin/biome"), args, { encoding: "utf8", cwd: folder });
  expect(format.status, format.stdout + format.stderr).toBe(0);
});
