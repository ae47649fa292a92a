/** A copy of the tree in which a test edits files and runs npm, as the owner of a clone does. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { copyFile, cp, link, mkdir, mkdtemp, readdir, readlink, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { top } from "../tables/tree";

export { expect };

/** The end of a run of npm. */
export interface Run {
  status: number;
  output: string;
}

/** The files of a tree. Paths are relative to its top folder. */
export interface Tree {
  readonly folder: string;
  has(path: string): boolean;
  read(path: string): string;
  write(path: string, text: string): Promise<void>;
  /** Replaces text, each first occurrence. Throws if a text is missing. */
  replace(path: string, ...changes: readonly (readonly [from: string | RegExp, to: string])[]): void;
  /** Removes a file or a folder. Throws if there is none. */
  remove(path: string): Promise<void>;
}

/** A copy of this tree, with the packages. */
export interface Copy extends Tree {
  /** Runs npm in the copy, and shows the output if the test fails. */
  npm(...args: string[]): Promise<Run>;
}

/** Names in the top folder that are generated, private, or copied in another way. */
const leftOut = /^(\.git|\.next|\.env(?!\.example).*|node_modules|next-env\.d\.ts|.*\.tsbuildinfo)$/;

/** The variables of an owner's shell. Without CI the run installs nothing. */
const shellNames = ["PATH", "HOME", "USER", "LANG", "TMPDIR", "CHROMIUM_PATH"];

export const test = base.extend<{ copy: Copy }>({
  copy: async ({ browserName: _ }, use, info) => {
    // Outside the project: below it Next takes the project's middleware.ts for the copy's.
    const folder = await mkdtemp(join(tmpdir(), "first-day-"));
    await copyTree(folder);
    const running = new Set<ChildProcess>();
    await use({
      ...treeIn(folder),
      npm: async (...args) => {
        await finishInstallation(folder);
        const run = await runNpm(folder, args, running);
        await info.attach(`npm ${args.join(" ")}`, { body: run.output, contentType: "text/plain" });
        return run;
      },
    });
    for (const child of running) stopGroup(child);
    await rm(folder, { recursive: true, force: true });
  },
});

/** The files in a folder. */
export function treeIn(folder: string): Tree {
  const at = (path: string) => join(folder, path);
  return {
    folder,
    has: (path) => existsSync(at(path)),
    read: (path) => readFileSync(at(path), "utf8"),
    write: async (path, text) => {
      await mkdir(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    },
    replace: (path, ...changes) => {
      let text = readFileSync(at(path), "utf8");
      for (const [from, to] of changes) {
        const changed = text.replace(from, to);
        if (changed === text) throw new Error(`${path} does not contain ${from}`);
        text = changed;
      }
      writeFileSync(at(path), text);
    },
    remove: (path) => rm(at(path), { recursive: true }),
  };
}

/** Copies the project. Packages become hard links, which take no space: no test writes to them. */
export async function copyTree(folder: string): Promise<void> {
  for (const name of await readdir(top)) {
    if (leftOut.test(name)) continue;
    const filter = (path: string) => !path.startsWith(join(top, "e2e/.results"));
    await cp(join(top, name), join(folder, name), { recursive: true, filter });
  }
  await linkFolder(join(top, "node_modules"), join(folder, "node_modules"));
}

/** Copies a folder by hard links. */
export async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    // Another file system refuses hard links.
    else await link(source, target).catch(() => copyFile(source, target));
  }
}

/** Writes npm's record of the installation, so that it is newer than the lock file. */
async function finishInstallation(folder: string): Promise<void> {
  const record = join(folder, "node_modules/.package-lock.json");
  const text = readFileSync(record);
  // The record is a hard link: remove it first, or the project's own would change.
  await rm(record);
  writeFileSync(record, text);
}

function runNpm(folder: string, args: readonly string[], running: Set<ChildProcess>): Promise<Run> {
  const shell = Object.fromEntries(shellNames.map((name) => [name, process.env[name]]));
  // Offline, so that an attempt to install fails at once instead of downloading.
  const env = { ...shell, npm_config_offline: "true", npm_config_update_notifier: "false" };
  const child = spawn("npm", args, {
    cwd: folder,
    env: env as unknown as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      running.delete(child);
      resolve({ status: code ?? 1, output });
    });
  });
}

/** Ends npm and its children, after a test that ran out of time. */
function stopGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended in the meantime.
  }
}
