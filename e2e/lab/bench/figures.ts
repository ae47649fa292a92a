/** Figures of the bench that are no ratio of two bursts: many members, calls to NATS, cookies. */
import { addresses } from "../../../lib/addresses";
import { setBounded } from "../../../lib/bounded-map";
import { cpuMilliseconds, memory, smallHeap } from "../../fixtures/process-use";
import { withProduct } from "../../fixtures/product";
import { agedMember, refreshInterval, scriptFetch } from "../../fixtures/session-age";
import { sealedFor, sessionOf } from "../../fixtures/test";
import { visitor } from "../../fixtures/visitor";
import type { Nats } from "../../nats/server";
import { type Load, load, median, memberCookieOf, quantile, timesAtRate } from "../load";
import { middleHalf, type Ratio, ratioOf } from "./measure";
import type { Server, StartServer } from "./servers";
import { benchPaths } from "./variants";

/**
 * A figure, and the most that it may be. Without a goal it only informs. `middle` is where the
 * middle half of its rounds lies.
 */
export interface Figure {
  name: string;
  value: number;
  goal?: number | undefined;
  middle?: Pick<Ratio, "from" | "to">;
}

const manyRequests = 100_000;
/** As many as a page with its files makes. */
const inARow = 10;
/** Requests of a slice. Both servers get them by turns. */
const sliceRequests = 1000;
const slices = 20;
/**
 * Requests with the same cookies. A cookie that is a minute old is renewed at each answer, because
 * this client never takes the renewed one. So members get new cookies in time.
 */
const requestsWithCookies = 10_000;

/**
 * CPU for a request and memory, at 100,000 members divided by the same at ten. Each of the many
 * makes one request, which fills the registry. Then others come, who make ten in a row.
 */
export async function manyMembers(nats: Nats): Promise<Figure[]> {
  const few = { members: 10, cpu: 0, megabytes: 0 };
  const many = { members: manyRequests, cpu: 0, megabytes: 0 };
  const rounds: { over: { cpu: number }; under: { cpu: number } }[] = [];
  await withProduct(nats, smallHeap, (forFew) =>
    withProduct(nats, smallHeap, async (forMany) => {
      // In the slices the ten go on, and of the many each is new.
      const sides = [
        { ...forFew, told: few, memberAt: (at: number) => at % few.members },
        { ...forMany, told: many, memberAt: (at: number) => many.members + Math.floor(at / inARow) },
      ] as const;
      for (const { origin, pid, told } of sides) {
        for (let sent = 0; sent < manyRequests; sent += requestsWithCookies) {
          const cookie = newCookies(nats, origin);
          const one = (at: number) => cookie((sent + at) % told.members);
          await load({ url: origin + checkPath, cookie: one, requests: requestsWithCookies, status: 204 });
        }
        told.megabytes = memory(pid);
      }
      for (let slice = 0; slice < slices; slice++) {
        for (const { origin, pid, told, memberAt } of slice % 2 ? sides.toReversed() : sides) {
          const cookie = newCookies(nats, origin);
          const one = (at: number) => cookie(memberAt(slice * sliceRequests + at));
          const before = cpuMilliseconds(pid);
          await load({ url: origin + checkPath, cookie: one, requests: sliceRequests, status: 204 });
          told.cpu = cpuMilliseconds(pid) - before;
        }
        rounds.push({ over: { cpu: many.cpu }, under: { cpu: few.cpu } });
      }
    }),
  );
  const { ratio, ...middle } = ratioOf(rounds);
  return [
    { name: "CPU at 100,000 members ÷ at ten", value: ratio, goal: 1.15, middle },
    { name: "memory after 100,000 members ÷ after ten", value: many.megabytes / few.megabytes, goal: 1.2 },
    { name: "memory after ten members, MB", value: few.megabytes, goal: 300 },
  ];
}

const checkPath = `${addresses.check}?gate=members`;

/** Returns what seals members' cookies, by number. Remembers the last ones for further requests. */
function newCookies(nats: Nats, origin: string): (member: number) => Promise<string> {
  const kept = new Map<string, Promise<string>>();
  return (member) => {
    const cookie = kept.get(`${member}`) ?? memberCookieOf(nats, origin, member);
    setBounded(kept, `${member}`, cookie, 1000);
    return cookie;
  };
}

/** Requests of a round at half load, and rounds by turns. */
const halfLoad = { requests: 2000, rounds: 7 };

/**
 * The slowest hundredth of requests at half of the most that the server manages: by how many
 * milliseconds both locks delay it. Its p99 in each round, with the locks less without.
 */
export async function delayAtHalfLoad(_: Nats, start: StartServer): Promise<Figure[]> {
  const locked = await start("shipped");
  const open = await start("no locks");
  const most = await mostPerSecond(locked);
  const perSecond = Math.min(most, await mostPerSecond(open)) / 2;
  const p99Of = async (server: Server) => quantile(await timesAtRate({ ...(await burstOf(server)), perSecond }), 0.99);
  const delays: number[] = [];
  const sides = [
    { server: locked, sign: 1 },
    { server: open, sign: -1 },
  ];
  while (delays.length < halfLoad.rounds) {
    let delay = 0;
    // Each goes first by turns.
    for (const { server, sign } of delays.length % 2 ? sides.toReversed() : sides)
      delay += sign * (await p99Of(server));
    delays.push(delay);
  }
  return [
    {
      name: "p99 with both locks at half load, less without, ms",
      value: median(delays),
      goal: 5,
      middle: middleHalf(delays),
    },
    { name: "requests/s of a handler with both locks, at the most", value: most },
  ];
}

async function mostPerSecond(server: Server): Promise<number> {
  await load(await burstOf(server));
  const burst = await burstOf(server);
  const began = performance.now();
  await load(burst);
  return (halfLoad.requests * 1000) / (performance.now() - began);
}

/** Requests of a script for the handler behind both locks, by ten members with new cookies. */
async function burstOf({ origin, cookie }: Server): Promise<Load> {
  const ten = await Promise.all(Array.from({ length: 10 }, (_, member) => cookie("few", member)));
  const url = origin + benchPaths.guarded;
  return { url, headers: scriptFetch, requests: halfLoad.requests, cookie: (at) => ten[at % ten.length] ?? "" };
}

/** Calls to NATS for a sign-in when its metadata and keys are known, and for an interval. */
export async function callsToNats(nats: Nats): Promise<Figure[]> {
  const figures: Figure[] = [];
  await withProduct(nats, {}, async (product) => {
    await visitor().signIn(`${product.origin}/members`, "tom");
    nats.calls.clear();
    await visitor().signIn(`${product.origin}/members`, "fiona");
    const server = ["token", "userinfo", "metadata", "jwks"] as const;
    const count = () => server.reduce((sum, endpoint) => sum + nats.calls.count(endpoint), 0);
    figures.push({ name: "calls to NATS for a sign-in", value: count(), goal: 2 });
    const member = await agedMember({ nats, product }, refreshInterval);
    nats.calls.clear();
    for (let page = 0; page < 10; page++) await member.follow(`${product.origin}/members`);
    figures.push({ name: "calls to NATS for a member and an interval", value: count(), goal: 1 });
  });
  return figures;
}

/** The session cookie in bytes, name and value: as usual, and with 40 claims more. */
export async function cookieSizes(nats: Nats): Promise<Figure[]> {
  const origin = "http://localhost";
  const { claims } = sessionOf(nats.origin);
  const more = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`claim_${at}`, "ten_letter"]));
  const bytes = async (all: object) =>
    "__Host-members.session=".length + (await sealedFor(origin, sessionOf(nats.origin, { claims: all }))).length;
  return [
    { name: "session cookie, bytes", value: await bytes(claims), goal: 600 },
    { name: "session cookie with 40 more claims, bytes", value: await bytes({ ...claims, ...more }), goal: 2000 },
  ];
}
