/** Load on a server, and what it costs the server's process. */
import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { sessionCookieName } from "../../lib/session/cookies";
import type { SessionPayload } from "../../lib/session/payload";
import { cpuMilliseconds } from "../fixtures/process-use";
import { sealedFor, sessionOf } from "../fixtures/test";
import { navigation } from "../fixtures/visitor";

export interface Load {
  url: string;
  /** The Cookie header of each request, by its number. */
  cookie: (index: number) => string | Promise<string>;
  requests: number;
  /** As a browser loads a page, unless it says otherwise. */
  headers?: Readonly<Record<string, string>>;
  /** The status that each must have. */
  status?: number;
  connections?: number;
  /** Its connections, if several loads share them. By default each opens and closes its own. */
  agent?: Agent;
}

/** Returns an agent that keeps its connections open, as browsers do. */
export function keptConnections(connections: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: connections });
}

/** Sends requests over kept connections, as browsers do. Throws at an unexpected status. */
export async function load(each: Load): Promise<void> {
  await timesOf(each);
}

/** Does the same, and returns how long each took to the last byte, in milliseconds. */
export async function timesOf(each: Load): Promise<number[]> {
  const { cookie, requests, connections = 8 } = each;
  const times: number[] = [];
  const agent = each.agent ?? keptConnections(connections);
  let next = 0;
  const worker = async () => {
    while (next < requests) {
      const header = await cookie(next++);
      const began = performance.now();
      await send(each, agent, header);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  if (!each.agent) agent.destroy();
  return times;
}

/**
 * Sends requests at a fixed rate, whether or not earlier ones were answered. Returns how long each
 * took from the moment that it was due, in milliseconds.
 */
export async function timesAtRate(each: Load & { perSecond: number }): Promise<number[]> {
  const { cookie, requests, connections = 64, perSecond } = each;
  const agent = keptConnections(connections);
  const began = performance.now();
  const one = async (index: number) => {
    const due = began + (index * 1000) / perSecond;
    const header = await cookie(index);
    await wait(Math.max(0, due - performance.now()));
    await send(each, agent, header);
    return performance.now() - due;
  };
  const times = await Promise.all(Array.from({ length: requests }, (_, index) => one(index)));
  agent.destroy();
  return times;
}

/** The Cookie header of a member, by number: a session of its own, which began just now. */
export async function memberCookieOf(
  nats: { origin: string },
  origin: string,
  member: number,
  changes: Partial<SessionPayload> = {},
): Promise<string> {
  const sub = `member${member}`;
  const claims = { ...sessionOf(nats.origin).claims, username: sub };
  const session = sessionOf(nats.origin, { sid: sub.padStart(22, "0"), sub, claims, ...changes });
  return `${sessionCookieName({ secure: false })}=${await sealedFor(origin, session)}`;
}

/** Returns the CPU time of the process for one request, in milliseconds. */
export async function cpuPerRequest(pid: number, each: Load): Promise<number> {
  const before = cpuMilliseconds(pid);
  await load(each);
  return (cpuMilliseconds(pid) - before) / each.requests;
}

/** Sends one request, and throws if its status is another than it must have. */
async function send({ url, headers = navigation, status = 200 }: Load, agent: Agent, cookie: string): Promise<void> {
  const told = await statusOf(url, agent, { ...headers, cookie });
  if (told !== status) throw new Error(`${url} answered ${told} instead of ${status}.`);
}

function statusOf(url: string, agent: Agent, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (answer) => {
      answer.once("error", reject).resume();
      answer.once("end", () => resolve(answer.statusCode));
    });
    sent.once("error", (error: NodeJS.ErrnoException) => {
      // A kept connection that the server had just closed, because it had been idle for seconds.
      if (sent.reusedSocket && error.code === "ECONNRESET") resolve(statusOf(url, agent, headers));
      else reject(error);
    });
    sent.end();
  });
}

/** Returns the value below which a share of all lies, as 0.99 for 99 of a hundred. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

/** Returns the middle of some numbers. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
