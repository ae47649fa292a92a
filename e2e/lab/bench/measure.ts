/** Sends bursts in turn, and makes ratios of what they cost. */
import { cpuTicks } from "../../fixtures/process-use";
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

/** A ratio as measured: the median of the rounds, and where the middle half of them lies. */
export interface Ratio {
  name: string;
  goal: number | undefined;
  ratio: number;
  from: number;
  to: number;
}

const members = 10;

/** Asks a server for one address, by clients that sign in for it. */
export async function costOf(burst: Burst, server: Server): Promise<Cost> {
  const { client, path, requests, status } = burst;
  const count = client === "one each" ? requests : client === "none" ? 0 : members;
  const cookies = await Promise.all(
    Array.from({ length: count }, (_, index) => server.cookie(client, index % members)),
  );
  const cookie = (index: number) => cookies[index % cookies.length] ?? "";
  const url = server.origin + path;
  // What was seen before is opened before.
  if (client !== "one each") await load({ url, cookie, requests: Math.max(count, 8), status });
  const [began, before] = [performance.now(), cpuTicks(server.pid)];
  const times = await timesOf({ url, cookie, requests, status });
  const seconds = (performance.now() - began) / 1000;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const cpu = ((cpuTicks(server.pid) - before) * 10) / requests;
  return { cpu, perSecond: requests / seconds, p50: at(0.5), p99: at(0.99) };
}

/** Bursts that are the same are sent once in a round. */
export function keyOf(burst: Burst): string {
  return JSON.stringify(burst);
}

/** Returns the ratio of each round, as one row. */
export function ratioOf({ name, goal, over, under }: Row, rounds: ReadonlyMap<string, Cost[]>): Ratio {
  const [above = [], below = []] = [rounds.get(keyOf(over)), rounds.get(keyOf(under))];
  const ratios = above.map(({ cpu }, round) => cpu / (below[round]?.cpu ?? Number.NaN)).toSorted((a, b) => a - b);
  const at = (share: number) => ratios[Math.round(share * (ratios.length - 1))] ?? Number.NaN;
  return { name, goal, ratio: median(ratios), from: at(0.25), to: at(0.75) };
}
