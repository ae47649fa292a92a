// `npm test`: types, lint, tables, build, browser tests, a journey in Firefox, shared caches.
// With `--check` (`npm run check`): types, lint and tables, which need no browser.
// With `--core`: also what no edit of a site's pages can break, and web servers in front.
// With `--repository` (`.ci/run`): all of that, the rules for this repository itself, and the tests
// once more in edited copies of it.
// Stops at the first step that fails. The last line counts the tests.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build";
import { provideChromium } from "./chromium";
import { cleanEnvironment } from "./environment";
import { provideFirefox } from "./firefox";
import { type Child, root, start, stopAll, tool, whenStopped } from "./processes";
import { type Counts, readReport } from "./test-reports";
import { provideWebServers } from "./web-servers";

/** One part of the run. */
interface Step {
  /** Playwright's name of the project that this step runs, if it runs one. */
  readonly project?: string;
  run(): Promise<Counts>;
}

const results = join(root, "e2e", ".results");
/** Where tests build altered copies of the product: e2e/fixtures/workshop.ts. */
const workshops = mkdtempSync(join(tmpdir(), "members-workshops-"));
process.once("exit", () => rmSync(workshops, { recursive: true, force: true }));

const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };
const oneFailure: Counts = { ...nothing, failed: 1 };

/** A step of commands without tests. It counts as one failure if a command fails. */
function commands(name: string, ...children: (() => Child)[]): Step {
  return {
    run: async () => {
      process.stdout.write(`${name} … `);
      const began = Date.now();
      for (const begin of children) {
        const { ended, output } = begin();
        if ((await ended) === 0) continue;
        console.log(`failed\n\n${output().trim()}`);
        return oneFailure;
      }
      console.log(`ok (${secondsSince(began)} s)`);
      return nothing;
    },
  };
}

/** A step of tests that shows nothing but failures. */
function quietTests(project: string): Step {
  return {
    project,
    run: async () => {
      process.stdout.write(`${project} … `);
      const began = Date.now();
      const { counts, failures, output } = await playwright(project, "json", {});
      if (counts.failed > 0) console.log(["failed", ...(failures.length > 0 ? failures : [output])].join("\n\n"));
      else console.log(`ok (${counts.passed} tests, ${secondsSince(began)} s)`);
      return counts;
    },
  };
}

/** A step of tests that shows its progress, because it takes minutes. */
function shownTests(project: string, browser: string): Step {
  return {
    project,
    run: async () => {
      console.log(`${project} …`);
      // The line reporter rewrites one line, which only a terminal can.
      const reporters = process.stdout.isTTY ? "line,json" : "dot,json";
      return (await playwright(project, reporters, { CHROMIUM_PATH: browser }, "shown")).counts;
    },
  };
}

interface PlaywrightRun {
  counts: Counts;
  failures: string[];
  output: string;
}

/** Runs one of Playwright's projects. */
async function playwright(
  project: string,
  reporter: string,
  settings: Record<string, string>,
  show: "kept" | "shown" = "kept",
): Promise<PlaywrightRun> {
  const file = join(results, `${project}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(file, { force: true });
  const env = { ...cleanEnvironment(settings), PLAYWRIGHT_JSON_OUTPUT_NAME: file, WORKSHOPS: workshops };
  const child = start(playwrightCommand("--project", project, "--reporter", reporter), env, show);
  const status = await child.ended;
  const { counts, failures } = readReport(file) ?? { counts: nothing, failures: [] };
  // A run has also failed if it broke outside its tests, or if no test ran.
  const broken = counts.failed === 0 && (status !== 0 || counts.passed === 0);
  return { counts: { ...counts, failed: broken ? 1 : counts.failed }, failures, output: child.output().trim() };
}

function playwrightCommand(...args: string[]): string[] {
  return tool("@playwright/test/cli.js", "test", "--config", "e2e/playwright.config.ts", ...args);
}

/** Counts the tests of projects without running them. Says so if one of the files does not load. */
async function countTests(projects: readonly string[]): Promise<number> {
  if (projects.length === 0) return 0;
  const file = join(results, "not-run.json");
  rmSync(file, { force: true });
  const selected = projects.flatMap((project) => ["--project", project]);
  const env = { ...cleanEnvironment(), PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const status = await start(playwrightCommand("--list", "--reporter", "json", ...selected), env).ended;
  const report = status === 0 ? readReport(file) : null;
  if (!report)
    console.log(`\nThe tests of ${projects.join(", ")} could not be counted: one of their files does not load.`);
  return report?.counts.skipped ?? 0;
}

function secondsSince(began: number): number {
  return Math.round((Date.now() - began) / 1000);
}

/** The steps of this run, and the projects that it leaves out because a program is missing. */
async function plan(options: readonly string[]): Promise<{ steps: Step[]; leftOut: string[] }> {
  const env = cleanEnvironment();
  const check = [
    commands(
      "types",
      () => start(tool("next/dist/bin/next", "typegen"), env),
      () => start(tool("typescript/bin/tsc", "--noEmit", "--project", "e2e"), env),
    ),
    commands("lint", () => start(tool("@biomejs/biome/bin/biome", "check", "."), env)),
    quietTests("tables"),
  ];
  if (options.includes("--check")) return { steps: check, leftOut: [] };
  const browser = await provideChromium();
  const forRepository = options.includes("--repository");
  const withCore = forRepository || options.includes("--core");
  const servers = await provideWebServers();
  const optional = [
    { project: "firefox", found: await provideFirefox() },
    { project: "caches", found: servers },
    ...(withCore ? ["servers", "core"] : []).map((project) => ({ project, found: servers })),
  ];
  const steps = [...check, commands("build", build), shownTests("browser", browser)];
  for (const { project, found } of optional) if (found) steps.push(shownTests(project, browser));
  if (forRepository) steps.push(shownTests("repository", browser), shownTests("copies", browser));
  return { steps, leftOut: optional.flatMap(({ project, found }) => (found ? [] : [project])) };
}

async function main(): Promise<void> {
  whenStopped(async () => {
    await stopAll();
    process.exit(130);
  });
  const { steps, leftOut } = await plan(process.argv.slice(2));
  const total = { ...nothing };
  while (steps.length > 0 && total.failed === 0) {
    const { passed, failed, skipped } = (await steps.shift()?.run()) ?? nothing;
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  const notRun = [...steps.flatMap(({ project }) => project ?? []), ...leftOut];
  total.skipped += await countTests(notRun);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
