/** Figures of the bench that are no ratio of two bursts: many members, calls to NATS, cookies. */
import { addresses } from "../../../lib/addresses";
import { cpuTicks, memory } from "../../fixtures/process-use";
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

const requests = 100_000;

/** CPU for a request and memory, at 100,000 members divided by the same at ten. */
export async function manyMembers(nats: Nats): Promise<Figure[]> {
  const measured: { cpu: number; megabytes: number }[] = [];
  for (const members of [10, requests]) {
    await withProduct(nats, {}, async ({ origin, pid }) => {
      const few = await Promise.all(Array.from({ length: 10 }, (_, at) => memberCookieOf(nats, origin, at)));
      const url = `${origin}${addresses.check}?gate=members`;
      const cookie = (at: number) => (members === 10 ? (few[at % 10] ?? "") : memberCookieOf(nats, origin, at));
      await load({ url, cookie, requests: 5000, status: 204 });
      const before = cpuTicks(pid);
      await load({ url, cookie: (at) => cookie(at + 5000), requests, status: 204 });
      measured.push({ cpu: cpuTicks(pid) - before, megabytes: memory(pid) });
    });
  }
  const [few, many] = measured;
  if (!few || !many) throw new Error("not measured");
  return [
    { name: "CPU at 100,000 members ÷ at ten", value: many.cpu / few.cpu, goal: 1.15 },
    { name: "memory after 100,000 members ÷ after ten", value: many.megabytes / few.megabytes, goal: 1.2 },
  ];
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

/** The session cookie in bytes, name and value: as usual, and with 40 more claims of ten letters. */
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
