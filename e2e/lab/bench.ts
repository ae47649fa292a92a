/**
 * Measures what the locks cost: `npm run bench`. Builds the variants, gives each row servers of its
 * own, and compares the CPU of their processes for one request. Takes half an hour.
 * - `-- --rounds 3 gate login` measures less.
 * - `--starts 3` measures all rounds on three starts of the servers: two runs of a row differed by
 *   a tenth, each with little spread.
 * - With `--json` standard output has JSON alone.
 *
 * What breaks off is named at the end, and the rest is measured all the same.
 */
import { parseArgs } from "node:util";
import { startNats } from "../nats/server";
import { callsToNats, cookieSizes, delayAtHalfLoad, type Figure, manyMembers } from "./bench/figures";
import { type Cost, middleOf, type Pair, pairOf, type Ratio, ratioOf, warmUp } from "./bench/measure";
import { type Row, rows } from "./bench/rows";
import { type StartServer, serverStarter } from "./bench/servers";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "7" },
    starts: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});

/** What is measured beside the ratios, by a word for the command line. */
const others = { members: manyMembers, "half load": delayAtHalfLoad, calls: callsToNats, cookie: cookieSizes };

/** How many starts of the servers, and rounds on each. */
const times = { starts: Number(values.starts), rounds: Number(values.rounds) };

const tell = (text: string) => (values.json ? console.error(text) : console.log(text));

/** What broke off, with the reason. */
const failed: string[] = [];

/** The middle half of a ratio's rounds may be this wide before the figures count as noise. */
const tolerated = 0.12;

/** True if the command line names it, or names nothing. */
const isWanted = (name: string) => positionals.length === 0 || positionals.some((word) => name.includes(word));

/** Returns what is wrong with the command line, if anything is. */
function faultOfCommand(): string | undefined {
  const names = [...rows.map(({ name }) => name), ...Object.keys(others)];
  const unknown = positionals.find((word) => !names.some((name) => name.includes(word)));
  if (unknown !== undefined) return `Nothing is called ${unknown}. These can be measured:\n${names.join("\n")}`;
  const whole = Object.values(times).every((each) => Number.isInteger(each) && each > 0);
  return whole ? undefined : "--rounds and --starts take a number of 1 or more.";
}

async function main(): Promise<void> {
  const fault = faultOfCommand();
  if (fault) {
    console.error(fault);
    process.exit(2);
  }
  const wanted = rows.filter(({ name }) => isWanted(name));
  const nats = await startNats();
  const starter = serverStarter(nats, tell);
  /** Measures on servers of its own. If it throws, its name is kept, and the others go on. */
  const attempt = async <T>(name: string, measure: () => Promise<T[]>): Promise<T[]> => {
    try {
      return await measure();
    } catch (error) {
      failed.push(`${name}: ${error}`);
      return [];
    } finally {
      await starter.stop();
    }
  };
  const measured: { row: Row; rounds: Pair[] }[] = [];
  for (const [at, row] of wanted.entries()) {
    const rounds: Pair[] = [];
    for (let start = 0; start < times.starts; start++) {
      rounds.push(...(await attempt(row.name, () => roundsOf(row, starter.start))));
    }
    if (rounds.length > 0) measured.push({ row, rounds });
    tell(`${at + 1} of ${wanted.length}: ${row.name}`);
  }
  const figures: Figure[] = [];
  for (const [word, measure] of Object.entries(others)) {
    if (!isWanted(word)) continue;
    figures.push(...(await attempt(word, () => measure(nats, starter.start))));
    tell(word);
  }
  await starter.remove();
  await nats.close();

  const results = measured.map(({ row: { name, goal, over, under }, rounds }) => ({
    name,
    goal,
    ...ratioOf(rounds),
    costs: [
      { ...over, ...middleOf(rounds.map((pair) => pair.over)) },
      { ...under, ...middleOf(rounds.map((pair) => pair.under)) },
    ],
  }));
  const noisy = [...results.map(figureOf), ...figures].filter(isNoisy).map(({ name }) => name);
  if (values.json) console.log(JSON.stringify({ results, figures, noisy, failed }, null, 1));
  for (const result of results) {
    tell(`\n${line(figureOf(result))}`);
    for (const { server, path, client, ...cost } of result.costs)
      tell(`  ${server} ${path} (${client}): ${costLine(cost)}`);
  }
  tell("");
  for (const figure of figures) tell(line(figure));
  if (noisy.length > 0) tell(`\nThis machine was too noisy for: ${noisy.join("; ")}. Run it again alone.`);
  if (failed.length > 0) tell(`\nBroken off: ${failed.join("; ")}`);
  process.exit(failed.length > 0 ? 1 : 0);
}

/**
 * Measures a row on servers of its own. One that had also served other rows had a larger heap, and
 * cleared memory less often: it took a third less CPU for the same page.
 */
async function roundsOf(row: Row, start: StartServer): Promise<Pair[]> {
  const over = await start(row.over.server);
  const servers = { over, under: row.under.server === row.over.server ? over : await start(row.under.server) };
  await warmUp(row, servers);
  const rounds: Pair[] = [];
  while (rounds.length < times.rounds) rounds.push(await pairOf(row, servers));
  return rounds;
}

/** The figures of a burst as text. */
function costLine({ cpu, mainThread, perSecond, p50, p99 }: Cost): string {
  const times = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  return `CPU ${cpu.toFixed(2)} ms, main thread ${mainThread.toFixed(2)} ms; ${perSecond.toFixed(0)}/s, ${times}`;
}

function figureOf({ name, goal, ratio, from, to }: Ratio & Pick<Figure, "name" | "goal">): Figure {
  return { name, goal, value: ratio, middle: { from, to } };
}

function isNoisy({ value, middle }: Figure): boolean {
  return middle !== undefined && (middle.to - middle.from) / value > tolerated;
}

function line({ name, value, goal, middle }: Figure): string {
  const spread = middle ? ` (${middle.from.toFixed(2)} to ${middle.to.toFixed(2)})` : "";
  return `${value.toFixed(2)}${spread} ${name}${verdictOn(value, goal)}`;
}

function verdictOn(value: number, goal: number | undefined): string {
  if (goal === undefined) return "";
  return value <= goal ? `, goal ${goal}: reached` : `, goal ${goal}: MISSED`;
}

void main();
