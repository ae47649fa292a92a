/** Sends the two bursts of a row by turns, and makes ratios of what they cost. */
import { cpuMilliseconds } from "../../fixtures/process-use";
import { scriptFetch } from "../../fixtures/session-age";
import { navigation } from "../../fixtures/visitor";
import { load, median, timesOf } from "../load";
import type { Burst, Row } from "./rows";
import type { Server } from "./servers";

/** What one burst cost: CPU of the server's process and time to the last byte, in milliseconds. */
export interface Cost {
  cpu: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/** What the two bursts of a row cost in one round. */
export interface Pair {
  over: Cost;
  under: Cost;
}

/** A ratio as measured: the median of the rounds, and where the middle half of them lies. */
export interface Ratio {
  name: string;
  goal: number | undefined;
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
export async function pairOf(row: Row, servers: ReadonlyMap<Burst["server"], Server>): Promise<Pair> {
  const sides = { over: await startBurst(row.over, servers), under: await startBurst(row.under, servers) };
  for (const side of turns) await sides[side].sendSlice();
  return { over: sides.over.cost(), under: sides.under.cost() };
}

interface RunningBurst {
  /** Sends the next slice of its requests. */
  sendSlice(): Promise<void>;
  /** Returns what the slices cost so far. */
  cost(): Cost;
}

/** V8 still compiles after thousands of requests: the first cost twice as much as the last. */
const warmingRounds = 20;

/** Sends both bursts of a row so often that the server has compiled what it needs. */
export async function warmUp(row: Row, servers: ReadonlyMap<Burst["server"], Server>): Promise<void> {
  for (let round = 0; round < warmingRounds; round++) {
    for (const burst of [row.over, row.under]) await startBurst(burst, servers);
  }
}

/** Tells bursts apart: some stand in several rows. */
export function keyOf(burst: Burst): string {
  return JSON.stringify(burst);
}

/** Signs clients in for a burst, and sends half as many requests as it has, so that it is awake. */
async function startBurst(burst: Burst, servers: ReadonlyMap<Burst["server"], Server>): Promise<RunningBurst> {
  const { client, path, requests, status } = burst;
  const headers = burst.byFetch ? scriptFetch : navigation;
  const server = servers.get(burst.server);
  if (!server) throw new Error(`No server ${burst.server}`);
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
  await load({ url, cookie, headers, requests: warmUps, status, connections });
  const slice = Math.ceil((2 * requests) / turns.length);
  const times: number[] = [];
  let [cpu, milliseconds] = [0, 0];
  return {
    sendSlice: async () => {
      const [began, before] = [performance.now(), cpuMilliseconds(server.pid)];
      times.push(...(await timesOf({ url, cookie, headers, requests: slice, status, connections })));
      cpu += cpuMilliseconds(server.pid) - before;
      milliseconds += performance.now() - began;
    },
    cost: () => {
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
      const perSecond = (times.length * 1000) / milliseconds;
      return { cpu: cpu / times.length, perSecond, p50: at(0.5), p99: at(0.99) };
    },
  };
}

/** Returns the ratio of each round, as one row. */
export function ratioOf({ name, goal }: Row, rounds: readonly Pair[]): Ratio {
  const ratios = rounds.map(({ over, under }) => over.cpu / under.cpu).toSorted((a, b) => a - b);
  const at = (share: number) => ratios[Math.round(share * (ratios.length - 1))] ?? Number.NaN;
  return { name, goal, ratio: median(ratios), from: at(0.25), to: at(0.75) };
}
