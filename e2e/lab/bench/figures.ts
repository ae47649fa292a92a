/** Figures of the bench that are no ratio of two bursts: many members, calls to NATS, cookies. */
import { addresses } from "../../../lib/addresses";
import { setBounded } from "../../../lib/bounded-map";
import { cpuMilliseconds, memory, smallHeap } from "../../fixtures/process-use";
import { withProduct } from "../../fixtures/product";
import { agedMember, refreshInterval } from "../../fixtures/session-age";
import { sealedFor, sessionOf } from "../../fixtures/test";
import { visitor } from "../../fixtures/visitor";
import type { Nats } from "../../nats/server";
import { load, memberCookieOf } from "../load";

/** A figure, and the most that it may be. */
export interface Figure {
  name: string;
  value: number;
  goal: number;
}

const manyRequests = 100_000;
/** As many as a page with its files makes. */
const inARow = 10;
/** Requests of a slice. Both servers get them by turns. */
const sliceRequests = 1000;
const slices = 20;

/**
 * CPU for a request and memory, at 100,000 members divided by the same at ten. Each of the many
 * makes one request, which fills the registry. Then others come, who make ten in a row.
 */
export async function manyMembers(nats: Nats): Promise<Figure[]> {
  const few = { members: 10, cpu: 0, megabytes: 0 };
  const many = { members: manyRequests, cpu: 0, megabytes: 0 };
  await withProduct(nats, smallHeap, (forFew) =>
    withProduct(nats, smallHeap, async (forMany) => {
      // In the slices the ten go on, and of the many each is new.
      const sides = [
        { ...forFew, told: few, cookie: cookiesOf(nats, forFew.origin), memberAt: (at: number) => at % few.members },
        {
          ...forMany,
          told: many,
          cookie: cookiesOf(nats, forMany.origin),
          memberAt: (at: number) => many.members + Math.floor(at / inARow),
        },
      ] as const;
      for (const { origin, pid, told, cookie } of sides) {
        const one = (at: number) => cookie(at % told.members);
        await load({ url: origin + checkPath, cookie: one, requests: manyRequests, status: 204 });
        told.megabytes = memory(pid);
      }
      for (let slice = 0; slice < slices; slice++) {
        for (const { origin, pid, told, cookie, memberAt } of slice % 2 ? sides.toReversed() : sides) {
          const one = (at: number) => cookie(memberAt(slice * sliceRequests + at));
          const before = cpuMilliseconds(pid);
          await load({ url: origin + checkPath, cookie: one, requests: sliceRequests, status: 204 });
          told.cpu += cpuMilliseconds(pid) - before;
        }
      }
    }),
  );
  return [
    { name: "CPU at 100,000 members ÷ at ten", value: many.cpu / few.cpu, goal: 1.15 },
    { name: "memory after 100,000 members ÷ after ten", value: many.megabytes / few.megabytes, goal: 1.2 },
    { name: "memory after ten members, MB", value: few.megabytes, goal: 300 },
  ];
}

const checkPath = `${addresses.check}?gate=members`;

/** Returns the cookies of members, by number. Remembers the last ones for their next requests. */
function cookiesOf(nats: Nats, origin: string): (member: number) => Promise<string> {
  const kept = new Map<string, Promise<string>>();
  return (member) => {
    const cookie = kept.get(`${member}`) ?? memberCookieOf(nats, origin, member);
    setBounded(kept, `${member}`, cookie, 1000);
    return cookie;
  };
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
