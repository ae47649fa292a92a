/** Sends the two bursts of a row by turns, and makes ratios of what they cost. */
import { cpuMilliseconds, mainThreadMilliseconds } from "../../fixtures/process-use";
import { scriptFetch } from "../../fixtures/session-age";
import { navigation } from "../../fixtures/visitor";
import { keptConnections, load, median, quantile, timesOf } from "../load";
import type { Burst, Row } from "./rows";
import type { Server } from "./servers";

/** What a request cost: CPU of the server's process and time to the last byte, in milliseconds. */
export interface Cost {
  cpu: number;
  /** The part of `cpu` that the main thread took. */
  mainThread: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/** What the two bursts of a row cost in one round. */
export interface Pair {
  over: Cost;
  under: Cost;
}

/** The servers of a row. Both bursts may ask the same one. */
export type Servers = Record<"over" | "under", Server>;

/** A ratio as measured: the median of the rounds, and where the middle half of them lies. */
export interface Ratio {
  ratio: number;
  from: number;
  to: number;
}

const members = 10;

/**
 * A shared machine is a third slower for seconds, and a server that has just idled answers more
 * slowly. So both bursts of a row are sent by turns, in slices: a tenth of a burst each.
 */
const turns = Array.from({ length: 5 }, () => ["over", "under", "under", "over"] as const).flat();

/** Measures both bursts of a row. */
export async function pairOf(row: Row, servers: Servers): Promise<Pair> {
  const sides = {
    over: await startBurst(row.over, servers.over),
    under: await startBurst(row.under, servers.under),
  };
  for (const side of turns) await sides[side].sendSlice();
  return { over: sides.over.end(), under: sides.under.end() };
}

interface RunningBurst {
  /** Sends the next slice of its requests. */
  sendSlice(): Promise<void>;
  /** Closes its connections. Returns what its slices cost. */
  end(): Cost;
}

/** V8 still compiles after thousands of requests: the first cost twice as much as the last. */
const warmingRounds = 20;

/** Sends both bursts of a row so often that the server has compiled what it needs. */
export async function warmUp(row: Row, servers: Servers): Promise<void> {
  for (let round = 0; round < warmingRounds; round++) {
    for (const side of ["over", "under"] as const) (await startBurst(row[side], servers[side])).end();
  }
}

/**
 * Seals new cookies for a burst, and opens its connections. Wakes the server over them with half as
 * many requests as the burst has: a new connection costs CPU, and no slice shall open one.
 */
async function startBurst(burst: Burst, server: Server): Promise<RunningBurst> {
  const { client, path, requests, status } = burst;
  const headers = burst.byFetch ? scriptFetch : navigation;
  const warmUps = Math.ceil(requests / 2);
  const count = client === "one each" ? requests + warmUps : client === "none" ? 0 : members;
  const cookies = await Promise.all(
    Array.from({ length: count }, (_, index) => server.cookie(client, index % members)),
  );
  let sent = 0;
  const cookie = () => cookies[sent++ % cookies.length] ?? "";
  const url = server.origin + path;
  // The lab runs Apache as one process, which serves one connection after the other.
  const connections = burst.server === "Apache" ? 1 : 8;
  const each = { url, cookie, headers, status, connections, agent: keptConnections(connections) };
  await load({ ...each, requests: warmUps });
  const slice = Math.ceil((2 * requests) / turns.length);
  const times: number[] = [];
  let [cpu, mainThread, milliseconds] = [0, 0, 0];
  return {
    sendSlice: async () => {
      const [began, before] = [performance.now(), cpuMilliseconds(server.pid)];
      const mainBefore = mainThreadMilliseconds(server.pid);
      times.push(...(await timesOf({ ...each, requests: slice })));
      cpu += cpuMilliseconds(server.pid) - before;
      mainThread += mainThreadMilliseconds(server.pid) - mainBefore;
      milliseconds += performance.now() - began;
    },
    end: () => {
      each.agent.destroy();
      const { length } = times;
      const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
      return {
        cpu: cpu / length,
        mainThread: mainThread / length,
        perSecond: (length * 1000) / milliseconds,
        p50,
        p99,
      };
    },
  };
}

/** Returns the ratio of the two sides' CPU, as rounds measured it. */
export function ratioOf(rounds: readonly { over: { cpu: number }; under: { cpu: number } }[]): Ratio {
  const ratios = rounds.map(({ over, under }) => over.cpu / under.cpu);
  return { ratio: median(ratios), ...middleHalf(ratios) };
}

/** Returns where the middle half of some numbers lies. */
export function middleHalf(values: readonly number[]): Pick<Ratio, "from" | "to"> {
  const sorted = values.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  const [from = Number.NaN, to = Number.NaN] = [sorted[Math.floor(0.25 * last)], sorted[Math.ceil(0.75 * last)]];
  return { from, to };
}

/** Returns the median of each figure of a burst's rounds. */
export function middleOf(costs: readonly Cost[]): Cost {
  const of = (name: keyof Cost) => median(costs.map((cost) => cost[name]));
  return { cpu: of("cpu"), mainThread: of("mainThread"), perSecond: of("perSecond"), p50: of("p50"), p99: of("p99") };
}
