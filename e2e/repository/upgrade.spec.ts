/**
 * The upgrade of docs/upgrading.md, by its own commands. Those of npm run in
 * copies/first-day.spec.ts, on a tree with the same changes.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { test as base, expect } from "@playwright/test";
import { type Tree, treeIn } from "../fixtures/copy";
import { changeYours } from "../fixtures/own-site";
import { root } from "../fixtures/product";
import { textOf } from "../tables/tree";

/** The heading that the first release has put into the changelog. */
const firstRelease = "## [0.1.0]";

const page = textOf("docs/upgrading.md");

/** The commands under a heading, without npm's. */
function commandsUnder(heading: string): string {
  const [, block = ""] = page.slice(page.indexOf(`## ${heading}\n`)).split(/```(?:sh)?\n/);
  return block.replaceAll(/^npm .+\n/gm, "");
}

/** The command that begins so, within a sentence of the page. */
function commandIn(start: string): string {
  const found = Array.from(page.matchAll(/`([^`\n]+)`/g), ([, code = ""]) => code).find((code) =>
    code.startsWith(start),
  );
  if (!found) throw new Error(`The page has no command "${start}"`);
  return found;
}

/** An owner's clone of the first release. */
interface OwnedSite {
  tree: Tree;
  /** The starter's repository, with today's tree. */
  starter: Tree;
  /** Runs shell commands in the clone, or in `folder`. Returns what they print. */
  run(script: string, folder?: string): Promise<string>;
  /** Tags what the starter has as v9.9.9, and merges it by the commands of the page. */
  upgrade(): Promise<string>;
}

const test = base.extend<{ site: OwnedSite }>({
  site: async ({ browserName: _ }, use) => {
    const home = await mkdtemp(join(tmpdir(), "members-upgrade-"));
    const [starter, own, site] = ["starter", "own.git", "site"].map((name) => join(home, name)) as [
      string,
      string,
      string,
    ];
    const run = async (script: string, folder = site) => {
      const roles = ["AUTHOR", "COMMITTER"];
      const who = roles.flatMap((role) => [
        [`GIT_${role}_NAME`, "owner"],
        [`GIT_${role}_EMAIL`, "owner@tarn.example"],
      ]);
      const npm = { npm_config_offline: "true", npm_config_package_lock_only: "true" };
      const env = { ...process.env, ...Object.fromEntries(who), ...npm, GIT_MERGE_AUTOEDIT: "no" };
      const { stdout } = await promisify(execFile)("bash", ["-euc", script], { cwd: folder, env, maxBuffer: 1e8 });
      return stdout.trim();
    };
    try {
      await run(`git clone -q ${root} starter && git init -q --bare own.git`, home);
      const releases = await run(`git log -S '${firstRelease}' --format=%H --reverse -- CHANGELOG.md`, starter);
      const [release] = releases.split("\n").filter(Boolean);
      if (!release) throw new Error(`No commit has added "${firstRelease}". Is the history whole?`);
      await run(`git tag v0.1.0 ${release}`, starter);
      await run("git clone -q starter site && cd site && git reset -q --hard v0.1.0", home);
      await run(commandsUnder("Once").replace("YOUR-REPOSITORY", own));
      const upgrade = async () => {
        await run("git tag v9.9.9", starter);
        return run(commandsUnder("Each time").replaceAll("v0.1.0", "v9.9.9"));
      };
      await use({ tree: treeIn(site), starter: treeIn(starter), run, upgrade });
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
});

const commit = (message: string) => `git add -A && git commit -qm "${message}"`;

test("everything Yours changed: the merge has no conflict, and is the same as the changes made today", async ({
  site,
}) => {
  await changeYours(site.tree);
  await site.run(commit("Our site"));
  await site.upgrade();
  await site.run("git switch -qc made-today v9.9.9");
  await changeYours(site.tree);
  await site.run(commit("Our site"));
  expect(await site.run("git diff --stat upgrade made-today")).toBe("");
});

test("the conflicts that the page names are ended as it says", async ({ site }) => {
  const film = "app/(members)/members/(sample)/watch/[film]/page.tsx";
  const release = (tree: Tree) => {
    for (const file of ["package.json", "package-lock.json"])
      tree.replace(
        file,
        ...Array(file === "package.json" ? 1 : 2).fill([/"version": "0\.1\.0"/, '"version": "9.9.9"']),
      );
  };
  release(site.starter);
  await site.starter.write("README.md", "# The starter, described anew\n");
  site.starter.replace(film, [/$/, "\n// Changed in this release.\n"]);
  await site.run(commit("Release"), site.starter.folder);

  const name = JSON.parse(site.tree.read("package.json")).name as string;
  for (const file of ["package.json", "package-lock.json"]) site.tree.replace(file, [`"${name}"`, '"tarn"']);
  await site.tree.write("README.md", "# Tarn Films\n");
  await site.tree.remove(film);
  await site.run(commit("Our site"));

  await expect(site.upgrade()).rejects.toThrow();
  const conflicts = ["README.md", film, "package-lock.json", "package.json"];
  expect((await site.run("git diff --name-only --diff-filter=U -z")).split("\0").filter(Boolean)).toEqual(conflicts);
  await site.run(commandIn("git checkout --ours"));
  const sides = /<<<<<<< .+\n(.+"name".+\n).+\n=======\n.+\n(.+"version".+\n)>>>>>>> .+\n/;
  site.tree.replace("package.json", [sides, "$1$2"]);
  await site.run(commandIn("git checkout --theirs"));
  await site.run(`${commandIn("git rm")} -q '${film}' && ${commandIn("git add")} && ${commandIn("git commit")}`);

  expect(site.tree.read("README.md")).toBe("# Tarn Films\n");
  expect(site.tree.has(film)).toBe(false);
  for (const file of ["package.json", "package-lock.json"]) {
    expect(JSON.parse(site.tree.read(file))).toMatchObject({ name: "tarn", version: "9.9.9" });
  }
});
