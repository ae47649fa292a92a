/** npm run from-apache as a command: what it prints and writes, and its exit codes. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { readIn } from "../../scripts/from-apache/disk";
import { shippedGatesFile } from "../../scripts/from-apache/gates-file";
import { requireRows } from "../fixtures/from-apache/require-rows";
import { virtualHost } from "../fixtures/from-apache/rows";
import { top } from "./tree";

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "from-apache-"));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
  expect([written.status, written.output]).toEqual([
    0,
    expect.stringContaining("Written: .env, lib/gates.ts.\nNext: npm run doctor"),
  ]);
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
    "site.conf:1: expected </Directory> before the end of the file. Nothing was translated.\n",
    undefined,
  ]);
  const unknown = run(virtualHost([]), "--hots=canary");
  expect([unknown.status, unknown.output]).toEqual([2, expect.stringContaining("Unknown option '--hots'.")]);
  const two = `${virtualHost([])}\n${virtualHost([]).replace("members.example.com", "other.example.com")}`;
  expect(run(two, "--write").output).toContain("Add --host members.example.com:443 or --host other.example.com:443.");
  expect(run(two, "--write", "--host", "other.example.com").file(".env")).toContain("AUTH_URL=");
});
