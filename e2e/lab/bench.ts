/**
 * Measures what the locks cost: `npm run bench`. Builds the variants, gives each row servers of its
 * own, and compares the CPU of their processes for one request. Takes half an hour;
 * `-- --rounds 3 gate login` measures less. `--json` prints JSON alone.
 */
import { parseArgs } from "node:util";
import { startNats } from "../nats/server";
import { callsToNats, cookieSizes, type Figure, manyMembers } from "./bench/figures";
import { type Cost, keyOf, type Pair, pairOf, type Ratio, ratioOf, warmUp } from "./bench/measure";
import { type Burst, type Row, rows } from "./bench/rows";
import { type Server, serverStarter } from "./bench/servers";
import { median } from "./load";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "7" }, json: { type: "boolean", default: false } },
});

/** What is measured beside the ratios, by a word for the command line. */
const others = { members: manyMembers, calls: callsToNats, cookie: cookieSizes };

const tell = (text: string) => {
  if (!values.json) console.log(text);
};

/** The middle half of a ratio's rounds may be this wide before the figures count as noise. */
const tolerated = 0.12;

async function main(): Promise<void> {
  const wanted = rows.filter(({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)));
  const nats = await startNats();
  const starter = serverStarter(nats, tell);
  const measured = [];
  for (const row of wanted) {
    measured.push({ row, rounds: await roundsOf(row, starter.start) });
    tell(`${measured.length} of ${wanted.length}: ${row.name}`);
  }
  await starter.remove();
  const figures: Figure[] = [];
  for (const [word, measure] of Object.entries(others)) {
    if (positionals.length === 0 || positionals.includes(word)) figures.push(...(await measure(nats)));
  }
  await nats.close();

  const ratios = measured.map(({ row, rounds }) => ratioOf(row, rounds));
  const costs = costsOf(measured);
  const noisy = ratios.filter(isNoisy).map(({ name }) => name);
  if (values.json) console.log(JSON.stringify({ ratios, figures, costs, noisy }, null, 1));
  for (const ratio of ratios) tell(line(ratio));
  for (const { name, value, goal } of figures) tell(`${value.toFixed(2)} ${name}${verdictOn(value, goal)}`);
  tell("\nserver | path | client | CPU ms | requests/s | p50 ms | p99 ms");
  for (const { server, path, client, cpu, perSecond, p50, p99 } of costs) {
    tell([server, path, client, cpu.toFixed(2), Math.round(perSecond), p50.toFixed(1), p99.toFixed(1)].join(" | "));
  }
  if (noisy.length > 0) tell(`\nThis machine was too noisy for: ${noisy.join("; ")}. Run it again alone.`);
  process.exit(0);
}

/**
 * Measures a row on servers of its own. One that had also served other rows had a larger heap, and
 * cleared memory less often: it took a third less CPU for the same page.
 */
async function roundsOf(row: Row, start: (name: Burst["server"]) => Promise<Server>): Promise<Pair[]> {
  const servers = new Map<Burst["server"], Server>();
  for (const name of new Set([row.over.server, row.under.server])) servers.set(name, await start(name));
  await warmUp(row, servers);
  const rounds: Pair[] = [];
  while (rounds.length < Number(values.rounds)) rounds.push(await pairOf(row, servers));
  for (const server of servers.values()) await server.stop();
  return rounds;
}

/** Returns what each burst cost, over all rows that have it. */
function costsOf(measured: readonly { row: Row; rounds: readonly Pair[] }[]) {
  const all = new Map<string, { burst: Burst; costs: Cost[] }>();
  for (const { row, rounds } of measured) {
    for (const side of ["over", "under"] as const) {
      const key = keyOf(row[side]);
      const costs = rounds.map((pair) => pair[side]);
      all.set(key, { burst: row[side], costs: [...(all.get(key)?.costs ?? []), ...costs] });
    }
  }
  return Array.from(all.values(), ({ burst, costs }) => {
    return { server: burst.server, path: burst.path, client: burst.client, ...middle(costs) };
  });
}

function middle(costs: readonly Cost[]): Cost {
  const of = (name: keyof Cost) => median(costs.map((cost) => cost[name]));
  return { cpu: of("cpu"), perSecond: of("perSecond"), p50: of("p50"), p99: of("p99") };
}

function isNoisy({ ratio, from, to }: Ratio): boolean {
  return (to - from) / ratio > tolerated;
}

function line({ name, goal, ratio, from, to }: Ratio): string {
  return `${ratio.toFixed(2)} (${from.toFixed(2)} to ${to.toFixed(2)}) ${name}${verdictOn(ratio, goal)}`;
}

function verdictOn(value: number, goal: number | undefined): string {
  if (goal === undefined) return "";
  return value <= goal ? `, goal ${goal}: reached` : `, goal ${goal}: MISSED`;
}

void main();
