/**
 * Plants bugs into a copy of the product, one at a time, and runs the test that must notice:
 * `npm run lab:planted-bugs`. Parts of names or of specs choose some, as `cookie` or `tables/`.
 * Only tests that `.ci/run` runs count. A bug that does not build or load is void, not caught.
 * Ends with 1 unless each is caught. Takes nearly an hour.
 */
import { stopAll, whenStopped } from "../../scripts/processes";
import type { Bug } from "./planted-bugs/bug";
import { bugs } from "./planted-bugs/list";
import { needsBuild, projectOf, startTrial, type Trial } from "./planted-bugs/trial";

const tell = (text: string) => console.log(text);

/** Runs the tests that are named, without a bug. A test that is red now proves nothing later. */
async function testUnaltered(trial: Trial, chosen: readonly Bug[]): Promise<void> {
  if (chosen.some(({ red }) => needsBuild(red))) await trial.build();
  const nameOf = ({ red, title }: Bug) => `${projectOf(red)} ${title ? "by title" : "whole"}`;
  for (const name of new Set(chosen.map(nameOf))) {
    const group = chosen.filter((bug) => nameOf(bug) === name);
    const specs = [...new Set(group.map(({ red }) => red))];
    const titles = [...new Set(group.flatMap(({ title }) => title ?? []))];
    const { counts, failures } = await trial.test({ specs, titles }, false);
    tell(`unaltered, ${name}: ${counts.passed} passed, ${counts.failed} failed`);
    if (counts.failed > 0) throw new Error(`These are red without a bug:\n${failures.join("\n").slice(0, 4000)}`);
  }
}

async function main(): Promise<void> {
  const parts = process.argv.slice(2);
  const chosen = bugs.filter(
    ({ name, red }) => parts.length === 0 || parts.some((part) => `${name} ${red}`.includes(part)),
  );
  const began = Date.now();
  const trial = await startTrial();
  whenStopped(async () => {
    await stopAll();
    await trial.end();
    process.exit(130);
  });
  const missed: string[] = [];
  try {
    await testUnaltered(trial, chosen);
    for (const bug of chosen.toSorted((a, b) => Number(needsBuild(a.red)) - Number(needsBuild(b.red)))) {
      const planted = Date.now();
      const { kind, told } = await trial.judge(bug);
      const seconds = Math.round((Date.now() - planted) / 1000);
      tell(`${kind} ${bug.name} (${seconds} s): ${told}`);
      if (kind !== "caught") missed.push(bug.name);
    }
  } finally {
    await trial.end();
  }
  const minutes = Math.round((Date.now() - began) / 60_000);
  tell(`\n${chosen.length - missed.length} of ${chosen.length} planted bugs caught, in ${minutes} minutes.`);
  for (const name of missed) tell(`  not caught: ${name}`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
