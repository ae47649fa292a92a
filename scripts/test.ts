// `npm test`: types, lint, tables, build, browser tests, web servers; stops at the first that fails, and ends with one line of counts.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build";
import { provideChromium } from "./chromium";
import { cleanEnvironment } from "./environment";
import { type Child, root, start, stopAll, tool, whenStopped } from "./processes";
import { provideWebServers } from "./web-servers";

/** Tests that passed and failed. A step without tests of its own counts as one failure when it fails. */
interface Counts {
  passed: number;
  failed: number;
}

const results = join(root, "e2e", ".results");
const nothing: Counts = { passed: 0, failed: 0 };
const oneFailure: Counts = { passed: 0, failed: 1 };

/** Runs children one after the other; shows their output only when one fails. */
async function step(name: string, ...children: (() => Child)[]): Promise<Counts> {
  process.stdout.write(`${name} … `);
  const began = Date.now();
  for (const begin of children) {
    const { ended, output } = begin();
    if ((await ended) === 0) continue;
    console.log(`failed\n\n${output().trim()}`);
    return oneFailure;
  }
  console.log(`ok (${Math.round((Date.now() - began) / 1000)} s)`);
  return nothing;
}

/** Runs one of Playwright's projects and shows its progress. */
async function playwright(project: string, browser: string): Promise<Counts> {
  console.log(`${project} …`);
  const report = join(results, `${project}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(report, { force: true });
  const args = ["test", "--config", "e2e/playwright.config.ts", "--project", project, "--reporter", "line,json"];
  const env = { ...cleanEnvironment(), CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const status = await start(tool("@playwright/test/cli.js", ...args), env, "shown").ended;
  const { passed, failed } = countsOf(report);
  // A run that failed outside its tests, or in which none ran, has failed.
  return { passed, failed: failed === 0 && (status !== 0 || passed === 0) ? 1 : failed };
}

/** The counts in a report of Playwright's JSON reporter; nothing when there is no report. */
function countsOf(report: string): Counts {
  try {
    const { stats } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
  } catch {
    return nothing;
  }
}

async function main(): Promise<void> {
  whenStopped(async () => {
    await stopAll();
    process.exit(130);
  });
  const browser = await provideChromium();
  const servers = await provideWebServers();

  const env = cleanEnvironment();
  const steps = [
    () =>
      step(
        "types",
        () => start(tool("next/dist/bin/next", "typegen"), env),
        () => start(tool("typescript/bin/tsc", "--noEmit", "--project", "e2e"), env),
      ),
    () => step("lint", () => start(tool("@biomejs/biome/bin/biome", "check", "."), env)),
    () => playwright("tables", browser),
    () => step("build", build),
    () => playwright("browser", browser),
    ...(servers ? [() => playwright("servers", browser)] : []),
  ];
  const total = { ...nothing };
  for (const run of steps) {
    const { passed, failed } = await run();
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) break;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
