/** Load on a server, and what it costs the server's process. */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { navigation } from "../fixtures/visitor";

/** Returns the CPU time, user and system, that a process has used, in seconds. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Returns the memory that a process holds, in bytes. */
export function memoryBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}

export interface Load {
  url: string;
  /** The Cookie header of each request, by its number. */
  cookie: (index: number) => string | Promise<string>;
  requests: number;
  /** The status that each must have. */
  status?: number;
  connections?: number;
}

/** Sends requests over kept connections, as browsers do. Throws at an unexpected status. */
export async function load({ url, cookie, requests, status = 200, connections = 8 }: Load): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let next = 0;
  const worker = async () => {
    while (next < requests) {
      const told = await statusOf(url, agent, await cookie(next++));
      if (told !== status) throw new Error(`${url} answered ${told} instead of ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
}

/** Returns the CPU time of the process for one request, in milliseconds. */
export async function cpuPerRequest(pid: number, each: Load): Promise<number> {
  const before = cpuSeconds(pid);
  await load(each);
  return ((cpuSeconds(pid) - before) * 1000) / each.requests;
}

function statusOf(url: string, agent: Agent, cookie: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers: { ...navigation, cookie } }, (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode));
    });
    sent.once("error", reject);
    sent.end();
  });
}

/** Returns the middle of some numbers. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
