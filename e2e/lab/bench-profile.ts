/**
 * Shows where the CPU of a row of the bench goes: `npm run bench:profile -- gate`. Takes a part of
 * the row's name, or several. Both servers are profiled during the same requests. Tells the
 * microseconds of a request by place, and those of other threads in a line of their own.
 */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../fixtures/product";
import { startNats } from "../nats/server";
import { type Cost, middleOf, type Pair, pairOf, warmUp } from "./bench/measure";
import { type Shares, sharesOf } from "./bench/profile";
import { type Row, rows } from "./bench/rows";
import { type Server, type StartServer, serverStarter } from "./bench/servers";

const rounds = 7;
/** Places with less than these microseconds on both sides are told as one. */
const least = 2;

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const wanted = rows.filter(({ name }) => words.some((word) => name.includes(word)));
  if (wanted.length === 0) {
    console.log(`Name a row, or a part of its name:\n${rows.map(({ name }) => `  ${name}`).join("\n")}`);
    return;
  }
  const nats = await startNats();
  const starter = serverStarter(nats, console.log);
  const folder = await mkdtemp(join(tmpdir(), "bench-profile-"));
  try {
    for (const row of wanted) {
      console.log(`\n${row.name}\nmicroseconds of a request: over, under, difference`);
      for (const line of await profileOf(row, starter.start, folder)) console.log(line);
    }
  } finally {
    await starter.stop();
    await Promise.all([starter.remove(), nats.close(), rm(folder, { recursive: true })]);
  }
}

/** Measures a row with the profiler on. Each side has a server, even if both ask the same build. */
async function profileOf(row: Row, start: StartServer, folder: string): Promise<string[]> {
  const profiled = async (side: "over" | "under") => {
    const file = join(folder, `${side}.json`);
    const preload = `-r ${join(root, "e2e/lab/bench/profile-preload.cjs")}`;
    return { ...(await start(row[side].server, { NODE_OPTIONS: preload, BENCH_PROFILE: file })), file };
  };
  const servers = { over: await profiled("over"), under: await profiled("under") };
  await warmUp(row, servers);
  for (const { pid } of Object.values(servers)) process.kill(pid, "SIGUSR2");
  const pairs: Pair[] = [];
  while (pairs.length < rounds) pairs.push(await pairOf(row, servers));
  const shares = { over: await ended(servers.over), under: await ended(servers.under) };
  const costs = { over: middleOf(pairs.map(({ over }) => over)), under: middleOf(pairs.map(({ under }) => under)) };
  return linesOf(shares, costs);
}

/** Ends a server's profile, and the server. */
async function ended({ pid, file, stop }: Server & { file: string }): Promise<Shares> {
  process.kill(pid, "SIGUSR2");
  while (!existsSync(file)) {
    // Throws if the server is gone.
    process.kill(pid, 0);
    await wait(50);
  }
  const shares = sharesOf(JSON.parse(await readFile(file, "utf8")));
  await Promise.all([stop(), rm(file)]);
  return shares;
}

function linesOf(shares: Record<"over" | "under", Shares>, costs: Record<"over" | "under", Cost>): string[] {
  const names = new Set([...shares.over.keys(), ...shares.under.keys()]);
  const onMainThread = Array.from(names, (name) => {
    const of = (side: "over" | "under") => 1000 * costs[side].mainThread * (shares[side].get(name) ?? 0);
    return { name, over: of("over"), under: of("under") };
  });
  const isTold = ({ over, under }: { over: number; under: number }) => Math.max(over, under) >= least;
  const sum = (name: string, all: typeof onMainThread) => ({
    name,
    over: all.reduce((total, { over }) => total + over, 0),
    under: all.reduce((total, { under }) => total + under, 0),
  });
  const others = ({ cpu, mainThread }: Cost) => 1000 * (cpu - mainThread);
  return [
    ...onMainThread.filter(isTold).toSorted((a, b) => b.over - a.over),
    sum(
      "smaller places",
      onMainThread.filter((each) => !isTold(each)),
    ),
    sum("the main thread in all", onMainThread),
    { name: "other threads", over: others(costs.over), under: others(costs.under) },
  ].map(({ name, over, under }) => `${[over, under, over - under].map((each) => each.toFixed(0)).join(", ")}: ${name}`);
}

void main();
