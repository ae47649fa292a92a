/** A gate that names a claim which lib/claims.ts does not declare stops the build. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { root } from "../fixtures/product";
import { textOf } from "../tables/tree";

/** Compiles a gate's rule as `next build` does. Returns what the compiler says: "" if it may be. */
async function compiled(rule: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "members-claims-"));
  const typeRoots = [join(root, "node_modules/@types")];
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { incremental: false, plugins: [], typeRoots },
    include: ["rule.ts"],
    exclude: [],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const code = `import { claim } from ${JSON.stringify(join(root, "lib/access/rules"))};\nexport const rule = ${rule};\n`;
  await writeFile(join(folder, "rule.ts"), code);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [tsc, "--pretty", "false", "--project", folder], (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
  await rm(folder, { recursive: true });
  return said;
}

test("a claim that is not declared does not compile, and a build checks types", async () => {
  expect(await compiled('claim("trial", "0")')).toBe("");
  const said = await compiled('claim("trail", "0")');
  expect(said).toContain("rule.ts(2,");
  expect(said).toContain('"trail"');
  expect(textOf("next.config.ts")).not.toContain("ignoreBuildErrors");
});
