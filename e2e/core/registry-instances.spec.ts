/** Two instances behind nginx that share a Redis, as members and operators meet them. */
import { expect, test } from "@playwright/test";
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { request } from "../fixtures/visitor";
import { type Redis, startRedis } from "../servers/redis";
import {
  click,
  memberCookie,
  opens,
  startTwoInstances,
  type TwoInstances,
  whileMembersUse,
} from "../servers/two-instances";

let redis: Redis;
let site: TwoInstances;
test.beforeAll(async () => {
  redis = await startRedis();
  site = await startTwoInstances({ REDIS_URL: redis.url });
});
test.afterAll(async () => {
  await site.stop();
  await redis.stop();
});

const account = "/members/account";
const stateOf = async (inner: string) =>
  (JSON.parse((await request(`${inner}/api/health/ready`)).body) as { registry: string }).registry;

test("signed out on one instance: a copy of the cookie is refused by the other within two seconds", async () => {
  const [one, other] = site.inner;
  const waits: number[] = [];
  for (let round = 0; round < 5; round++) {
    const cookie = await memberCookie(site);
    expect([await opens(one, cookie), await opens(other, cookie)]).toEqual([true, true]);
    const out = await request(`${one}/logout`, { headers: { ...click, cookie } });
    expect(out.headers["set-cookie"]?.join()).toContain("Max-Age=0");
    const ended = performance.now();
    await expect.poll(() => opens(other, cookie), { intervals: [50], timeout: 10_000 }).toBe(false);
    waits.push(performance.now() - ended);
    expect(await opens(one, cookie)).toBe(false);
  }
  test.info().annotations.push({ type: "milliseconds", description: waits.map(Math.round).join(", ") });
  // Two seconds is how long a look is shared. The rest is for this machine's requests.
  expect(Math.max(...waits)).toBeLessThan(3000);
});

test("Redis is killed and started again while 100 members use the site: no request fails", async () => {
  const cookie = await memberCookie(site);
  const outcome = await whileMembersUse(site, 100, async () => {
    await expect.poll(() => opens(site.inner[0], cookie)).toBe(true);
    await redis.kill();
    for (const inner of site.inner) await expect.poll(() => stateOf(inner), { timeout: 10_000 }).toBe("down");
    // Ready all the same: members go on without it.
    for (const inner of site.inner) expect((await request(`${inner}/api/health/ready`)).status).toBe(200);
    await request(`${site.inner[0]}/logout`, { headers: { ...click, cookie } });
    await redis.start();
    for (const inner of site.inner) await expect.poll(() => stateOf(inner), { timeout: 10_000 }).toBe("up");
    await expect.poll(() => opens(site.inner[1], cookie), { timeout: 10_000 }).toBe(false);
  });
  expect(outcome.failures, outcome.log.slice(-2000)).toEqual([]);
  expect(outcome.requests).toBeGreaterThan(100);
  const told = site.logged("registry").map(({ outcome: each }) => each);
  expect(told.filter((each) => each === "failed").length).toBeLessThanOrEqual(4);
  expect(told).toContain("back");
});

test("everywhere: visits of all instances are counted, and end", async () => {
  const [one, other] = site.inner;
  const cookies = [await memberCookie(site), await memberCookie(site)] as const;
  expect([await opens(one, cookies[0]), await opens(other, cookies[1])]).toEqual([true, true]);
  const page = await request(one + account, { headers: { ...click, cookie: cookies[0] } });
  const [, token = ""] = /name="token" value="([^"]+)"/.exec(page.body) ?? [];
  const { origin } = site;
  const body = new URLSearchParams({ token, everywhere: "1" }).toString();
  const type = { "content-type": "application/x-www-form-urlencoded" };
  await request(`${one}/logout`, { method: "POST", body, headers: { ...click, ...type, origin, cookie: cookies[0] } });
  for (const [inner, cookie] of [
    [one, cookies[0]],
    [other, cookies[1]],
  ] as const) {
    await expect.poll(() => opens(inner, cookie), { timeout: 5000 }).toBe(false);
  }
  const ended = await request(other + addresses.signedOut, { headers: { ...click, cookie: cookies[1] } });
  expect(ended.body).toContain(words().session.ended.everywhere.heading);
});
