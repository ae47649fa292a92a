/** One small request costs little: made-up cookies are bounded before work is done on them. */

import { addresses } from "../../lib/addresses";
import { cpuMilliseconds } from "../fixtures/process-use";
import { expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

const otherCookies = (count: number) =>
  Array.from({ length: count }, (_, at) => `other${String(at).padStart(8, "a")}=x`).join("; ");
const flowCookies = (count: number) =>
  Array.from({ length: count }, (_, at) => `members.flow.${String(at).padStart(8, "a")}=x`).join("; ");

/** CPU that ten of these requests cost the product, in milliseconds. */
async function costOf(pid: number, send: () => Promise<unknown>): Promise<number> {
  for (let warm = 0; warm < 3; warm++) await send();
  const before = cpuMilliseconds(pid);
  for (let round = 0; round < 10; round++) await send();
  return cpuMilliseconds(pid) - before;
}

for (const { what, path, method, headers } of [
  { what: "a sign-in", path: "/login?returnTo=%2Fmembers", method: "GET", headers: {} },
  { what: "a foreign sign-out", path: "/logout", method: "POST", headers: { origin: "https://elsewhere.example" } },
  { what: "a sign-out", path: "/logout", method: "POST", headers: {} },
]) {
  test(`${what} with 700 made-up flow cookies costs at most four times a plain one, and answers in 8 kB`, async ({
    product,
  }) => {
    test.skip(process.platform !== "linux", "reads /proc");
    const own = { origin: product.origin, "sec-fetch-site": "same-origin" };
    const common = { method, headers: { ...own, ...headers } };
    const send = (cookie: string) =>
      visitor().open(product.origin + path, { ...common, headers: { ...common.headers, cookie } });
    const flood = flowCookies(700);
    const plain = await costOf(product.pid, () => send("a=b"));
    const flooded = await costOf(product.pid, () => send(flood));
    // Ten requests that cost less than 100 ms are cheap in any case.
    expect(flooded).toBeLessThanOrEqual(4 * Math.max(plain, 100));
    const answer = await send(flood);
    const bytes = JSON.stringify(answer.headers).length + answer.body.length;
    expect(bytes).toBeLessThan(8192);
  });
}

test("flow cookies beyond the bound are gone after a few sign-ins", async ({ product }) => {
  const member = visitor();
  for (const pair of flowCookies(100).split("; ")) {
    const [name = "", value = ""] = pair.split("=");
    member.cookies.set(name, value);
  }
  for (let time = 0; time < 4; time++) await member.open(`${product.origin}/login?returnTo=%2Fmembers`);
  const left = [...member.cookies.keys()].filter((name) => name.startsWith("members.flow."));
  expect(left.length).toBeLessThanOrEqual(12);
});

test("names that only begin like a flow cookie's are neither opened nor removed", async ({ product }) => {
  const answer = await request(`${product.origin}/login?returnTo=%2Fmembers`, {
    headers: { cookie: `members.flow.${"a".repeat(9000)}=x; members.flow.=y`, accept: "text/html" },
  });
  expect(String(answer.headers["set-cookie"])).not.toContain("aaaaaaaaaaaa");
});

for (const { what, query, status } of [
  { what: "6,000 parameters", query: "a&".repeat(6000), status: 414 },
  { what: "2,000 different parameters", query: Array.from({ length: 2000 }, (_, at) => at).join("&"), status: 414 },
  { what: "256 parameters", query: "a&".repeat(255), status: 200 },
  { what: "one of 9 kB", query: "a".repeat(9000), status: 414 },
  { what: "one of 4 kB", query: "a".repeat(4000), status: 200 },
]) {
  test(`a query of ${what} costs at most four times a plain one, and gets ${status}`, async ({ product }) => {
    test.skip(process.platform !== "linux", "reads /proc");
    const send = (search: string) => request(`${product.origin}/?${search}`);
    const plain = await costOf(product.pid, () => send("a=b"));
    const long = await costOf(product.pid, () => send(query));
    expect(long).toBeLessThanOrEqual(4 * Math.max(plain, 100));
    const answer = await send(query);
    expect([answer.status, answer.headers["cache-control"]]).toEqual([
      status,
      status === 414 ? "no-store" : "s-maxage=300",
    ]);
  });
}

test("a router's header of 900 levels costs at most four times a plain request, and gets 400", async ({ product }) => {
  test.skip(process.platform !== "linux", "reads /proc");
  const tree = (levels: number) => `${'["",{"a":'.repeat(levels)}["",{}]${"}]".repeat(levels)}`;
  const send = (levels: number) =>
    request(`${product.origin}/robots.txt`, { headers: { rsc: "1", "next-router-state-tree": tree(levels) } });
  const plain = await costOf(product.pid, () => send(0));
  const deep = await costOf(product.pid, () => send(900));
  expect(deep).toBeLessThanOrEqual(4 * Math.max(plain, 100));
  expect([(await send(50)).status, (await send(900)).status]).toEqual([200, 400]);
});

for (const path of [
  "/api/health/live",
  addresses.pushes,
  "/api/auth/session",
  "/api/auth/check",
  "/join",
  "/members",
]) {
  test(`${path} with 800 cookies of other names costs at most four times a plain request`, async ({ product }) => {
    test.skip(process.platform !== "linux", "reads /proc");
    const send = (cookie: string) => request(product.origin + path, { headers: { cookie } });
    const plain = await costOf(product.pid, () => send("a=b"));
    const flooded = await costOf(product.pid, () => send(otherCookies(800)));
    expect(flooded).toBeLessThanOrEqual(4 * Math.max(plain, 100));
  });
}

// No gate runs before the second.
for (const path of ["/api/health/live", addresses.pushes]) {
  test(`${path}: a User-Agent of 15,000 letters costs at most four times a plain one`, async ({ product }) => {
    test.skip(process.platform !== "linux", "reads /proc");
    const send = (agent: string) => request(product.origin + path, { headers: { "user-agent": agent } });
    const plain = await costOf(product.pid, () => send("a"));
    const flooded = await costOf(product.pid, () => send("a".repeat(15_000)));
    expect(flooded).toBeLessThanOrEqual(4 * Math.max(plain, 100));
  });
}

for (const { what, path, status } of [
  { what: "1,000 quotes in a query", path: `/members?a=${"%22".repeat(1000)}`, status: 302 },
  { what: "4,650 quotes in a query", path: `/members?a=${"%22".repeat(4650)}`, status: 414 },
  { what: "quotes in path and query", path: `/${"%22".repeat(680)}?a=${"%22".repeat(1360)}`, status: 414 },
  { what: "a slash to take away", path: "/members/", status: 308 },
  { what: "the same of 8 kB", path: `/${"a".repeat(8100)}/`, status: 414 },
  { what: "the same of 8 kB of the build's", path: `/_next/static/${"a/".repeat(4000)}`, status: 414 },
  { what: "the same with quotes", path: `/members/?a=${'"'.repeat(4000)}`, status: 414 },
]) {
  test(`an address with ${what} gets ${status}, and headers that nginx takes`, async ({ product }) => {
    for (const headers of [{ ...navigation }, { ...navigation, "next-action": "40", origin: product.origin }]) {
      const method = "origin" in headers ? "POST" : "GET";
      const answer = await request(product.origin, { rawPath: path, method, headers });
      expect.soft(JSON.stringify(answer.headers).length, method).toBeLessThan(8192);
      if (method === "GET") expect(answer.status).toBe(status);
    }
  });
}
