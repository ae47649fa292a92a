// `npm run release:check`: tells what is missing before a release is tagged.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./processes";
import { releaseFaults } from "./release-faults";

const textOf = (path: string) => readFileSync(join(root, path), "utf8");
const git = (...args: string[]) =>
  execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);

const { version, faults } = releaseFaults({
  packageJson: textOf("package.json"),
  packageLock: textOf("package-lock.json"),
  changelog: textOf("CHANGELOG.md"),
  upgrading: textOf("docs/upgrading.md"),
  tags: git("tag"),
  uncommitted: git("status", "--porcelain").map((line) => line.slice(3)),
});
for (const fault of faults) console.log(`- ${fault}`);
if (faults.length === 0) {
  console.log(`Ready. Run .ci/run, then: git tag -a v${version} -m "Release ${version}" && git push --tags`);
}
process.exitCode = faults.length > 0 ? 1 : 0;
