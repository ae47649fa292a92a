/** npm run from-apache with the shipped lib/gates.ts and lib/claims.ts. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { claimNames } from "../../lib/claims";
import { newClaims, withClaims } from "../../scripts/from-apache/claims-file";
import { shippedGatesFile } from "../../scripts/from-apache/gates-file";
import { gatesText, manyGates } from "../tables/from-apache";
import { textOf, top } from "../tables/tree";

test("it knows the shipped lib/gates.ts, byte for byte, so that it may replace it", () => {
  expect(textOf("lib/gates.ts")).toBe(shippedGatesFile());
});

test("the new lib/gates.ts and lib/claims.ts compile, and are formatted", () => {
  // With the shipped lib/claims.ts.
  const { gates } = manyGates();
  const claimsFile = withClaims(textOf("lib/claims.ts"), newClaims(gates.gates, claimNames));
  expect(claimsFile).not.toBeNull();
  const text = gatesText(manyGates());
  // Below the project, so that packages are found.
  const copy = mkdtempSync(join(top, "e2e/.from-apache-"));
  try {
    mkdirSync(join(copy, "lib"));
    for (const name of ["access", "http", "addresses.ts"])
      cpSync(join(top, "lib", name), join(copy, "lib", name), { recursive: true });
    writeFileSync(join(copy, "lib/gates.ts"), text);
    writeFileSync(join(copy, "lib/claims.ts"), claimsFile ?? "");
    const options = {
      extends: "../../tsconfig.json",
      compilerOptions: { incremental: false, plugins: [] },
      include: ["lib/gates.ts"],
      exclude: [],
    };
    writeFileSync(join(copy, "tsconfig.json"), JSON.stringify(options));
    const types = spawnSync(join(top, "node_modules/.bin/tsc"), ["--noEmit", "--project", copy], { encoding: "utf8" });
    expect(types.stdout + types.stderr).toBe("");
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  for (const written of [text, claimsFile ?? ""]) {
    const args = ["format", "--stdin-file-path=lib/gates.ts", `--config-path=${join(top, ".biome.json")}`];
    const format = spawnSync(join(top, "node_modules/.bin/biome"), args, { encoding: "utf8", input: written });
    expect(format.stdout).toBe(written);
  }
});

test("docs/coming-from-apache.md shows the command's own report about the recipe", () => {
  const command = ["--import", "tsx", "scripts/from-apache.ts", "e2e/fixtures/from-apache/recipe.conf"];
  // npm sets INIT_CWD to where it was called.
  const { status, stdout } = spawnSync(process.execPath, command, {
    cwd: top,
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: top },
  });
  expect(status).toBe(0);
  expect(textOf("docs/coming-from-apache.md")).toContain(`\`\`\`text\n${stdout.trimEnd()}\n\`\`\``);
});

test("docs/coming-from-apache.md has a row for every option of the command", () => {
  const page = textOf("docs/coming-from-apache.md");
  const options = [...textOf("scripts/from-apache.ts").matchAll(/^ {2}(--[a-z]+)/gm)].map(([, name]) => name ?? "");
  expect(options).toHaveLength(5);
  for (const option of options) expect.soft(page, option).toMatch(new RegExp(`^\\| \`${option}\\b`, "m"));
});
