/** The upgrade of docs/upgrading.md: a site made from the first release takes in today's tree. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { root } from "../fixtures/product";
import { treeIn } from "./copy";
import { changeYours } from "./own-site";

/** The heading that the first release has put into the changelog. */
const firstRelease = "## [0.1.0]";

test("everything Yours changed: the merge has no conflict, and is the same as the changes made today", async () => {
  const folder = await mkdtemp(join(tmpdir(), "members-upgrade-"));
  const git = async (...args: string[]) => {
    const author = ["-c", "user.name=owner", "-c", "user.email=owner@tarn.example"];
    const { stdout } = await promisify(execFile)("git", [...author, ...args], { cwd: folder });
    return stdout.trim();
  };
  const commitYours = async (from: string, branch: string) => {
    await git("switch", "-qc", branch, from);
    await changeYours(treeIn(folder));
    await git("add", "-A");
    await git("commit", "-qm", "Our site");
  };
  try {
    await promisify(execFile)("git", ["clone", "-q", root, folder]);
    const today = await git("rev-parse", "HEAD");
    const releases = await git("log", "-S", firstRelease, "--format=%H", "--reverse", "--", "CHANGELOG.md");
    const [release] = releases.split("\n").filter(Boolean);
    if (!release) throw new Error(`No commit has added "${firstRelease}". Is the history whole?`);
    await commitYours(release, "site");
    await git("merge", "-q", "--no-edit", today);
    await commitYours(today, "made-today");
    expect(await git("diff", "--stat", "site", "made-today")).toBe("");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
