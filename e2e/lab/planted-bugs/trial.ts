/** A copy of the tree in which one bug at a time is planted, built and tested. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { provideChromium } from "../../../scripts/chromium";
import { cleanEnvironment } from "../../../scripts/environment";
import { start } from "../../../scripts/processes";
import { readReport, type TestReport } from "../../../scripts/test-reports";
import { copyTree, treeIn } from "../../fixtures/copy";
import type { Bug } from "./bug";

/** What became of a bug, and by which test, or why it cannot be judged. */
export interface Fate {
  kind: "caught" | "survived" | "void";
  told: string;
}

/** Tests to run: specs as paths below e2e/, or only the tests with one of the titles. */
export interface Chosen {
  specs: readonly string[];
  titles: readonly string[];
}

export interface Trial {
  build(): Promise<void>;
  /** Runs tests of the copy as it is. Throws if they cannot be run. */
  test(chosen: Chosen, stopAtFirst: boolean): Promise<TestReport>;
  /** Plants a bug, and takes it out again after its tests. */
  judge(bug: Bug): Promise<Fate>;
  end(): Promise<void>;
}

/** A bug that makes a server wait would otherwise cost the five minutes that a test may take. */
const testMilliseconds = 90_000;

/** True if the tests of a spec need a build: all but the tables. */
export const needsBuild = (spec: string) => !spec.startsWith("tables/");

/** Playwright's project of a spec. */
export function projectOf(spec: string): string {
  const folder = spec.split("/")[0] ?? "";
  return folder === "specs" || folder === "sample" ? "browser" : folder;
}

/** Makes the copy. */
export async function startTrial(): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), "planted-bugs-"));
  const env = cleanEnvironment({ CHROMIUM_PATH: await provideChromium() });
  const node = async (file: string, args: string[], more = {}) => {
    const command = [process.execPath, join("node_modules", file), ...args];
    const { ended, output } = start(command, { ...env, ...more }, "kept", folder);
    return { status: await ended, output: output() };
  };

  const build = async () => {
    // The last build's cache saves most of the time. A bug that it hid would count as survived.
    const built = join(folder, ".next");
    const old = existsSync(built) ? readdirSync(built).filter((name) => name !== "cache") : [];
    for (const name of old) rmSync(join(built, name), { recursive: true });
    const { status, output } = await node("next/dist/bin/next", ["build"]);
    if (status !== 0) throw new Error(`The build fails:\n${output.slice(-2000)}`);
  };

  const test = async ({ specs, titles }: Chosen, stopAtFirst: boolean) => {
    const report = join(folder, "report.json");
    rmSync(report, { force: true });
    const project = projectOf(specs[0] ?? "");
    const only = titles.length > 0 ? ["--grep", titles.map(literally).join("|")] : [];
    const stop = stopAtFirst ? ["--max-failures", "1"] : [];
    const files = specs.map((spec) => `e2e/${spec}`);
    const limits = ["--timeout", `${testMilliseconds}`];
    const command = ["test", "--config", "e2e/playwright.config.ts", "--project", project, "--reporter", "json"];
    const { output } = await node("@playwright/test/cli.js", [...command, ...limits, ...only, ...stop, ...files], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    });
    const read = readReport(report);
    if (!read || read.counts.passed + read.counts.failed === 0) {
      throw new Error(`No test ran of ${specs.join(" ")}:\n${output.slice(-2000)}`);
    }
    return read;
  };

  const judge = async ({ file, from, to, red, title }: Bug): Promise<Fate> => {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    try {
      if (needsBuild(red)) await build();
      const { counts, failures } = await test({ specs: [red], titles: title ? [title] : [] }, true);
      if (counts.failed === 0) return { kind: "survived", told: `not by ${red}` };
      const [by, saying] = [nameIn(failures), sayingIn(failures)];
      // Another bug stands where the test wants to plant its own: it has judged nothing.
      if (saying.includes(" does not contain: ")) return { kind: "void", told: saying };
      // A test of a running server can fail by chance. So it must fail twice.
      const again = needsBuild(red) ? await test({ specs: [red], titles: [titleIn(by)] }, true) : { counts };
      if (again.counts.failed === 0) return { kind: "void", told: `red only once: ${by}` };
      return { kind: "caught", told: `${by}: ${saying}` };
    } catch (error) {
      return { kind: "void", told: String(error) };
    } finally {
      writeFileSync(path, text);
    }
  };

  await copyTree(folder);
  // A bug must be noticed by a test, not by its types. Besides, the build is quicker without them.
  treeIn(folder).replace("next.config.ts", [
    "poweredByHeader",
    "typescript: { ignoreBuildErrors: true },\n  poweredByHeader",
  ]);
  return { build, test, judge, end: () => rm(folder, { recursive: true, force: true }) };
}

/** A regular expression for a title. */
function literally(title: string): string {
  return title.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** The title in a test's name, which begins with file and line. */
function titleIn(name: string): string {
  return name.slice(name.indexOf(" › ") + " › ".length);
}

/** The name of the first test that failed. Playwright's own words, that it stopped, come before. */
function nameIn(failures: readonly string[]): string {
  return failureIn(failures)[0] ?? "";
}

/** What that test said first: a comparison that failed, or an error that came before it. */
function sayingIn(failures: readonly string[]): string {
  return (
    failureIn(failures)
      .slice(1)
      .find((line) => line.trim() !== "") ?? ""
  );
}

function failureIn(failures: readonly string[]): string[] {
  return stripVTControlCharacters(failures.find((each) => each.includes(" › ")) ?? "").split("\n");
}
