/** A Redis that is paused, killed, full, locked or partly gone: members go on, it comes back. */
import { expect, test } from "@playwright/test";
import type { LogFields } from "../../lib/log";
import { inRedis } from "../../lib/registry/redis/in-redis";
import type { Registry } from "../../lib/registry/registry";
import { type Redis, startCluster, startRedis } from "../servers/redis";
import { isOpen, member, session, siteAt } from "../tables/registry-contract";

interface Logged extends LogFields {
  level: string;
  event: string;
}

/** Two servers of one site, and what they log. */
function servers(url: string): { one: Registry; other: Registry; logged: Logged[] } {
  const logged: Logged[] = [];
  const site = siteAt();
  const logging = {
    ...site,
    settings: { ...site.settings, redisUrls: [url] },
    log: (level: string, event: string, fields: LogFields = {}) => void logged.push({ level, event, ...fields }),
  };
  return { one: inRedis(logging), other: inRedis(logging), logged };
}

/** How long a look takes, in milliseconds. */
async function timeOf(registry: Registry): Promise<number> {
  const began = performance.now();
  await registry.look(session());
  return performance.now() - began;
}

test.describe("one node", () => {
  let redis: Redis;
  test.beforeEach(async () => {
    redis = await startRedis();
  });
  test.afterEach(() => redis.stop());

  /** The ways to be away, and how each ends. */
  const ways: { name: string; away: () => Promise<unknown>; back: () => Promise<unknown>; keepsData: boolean }[] = [
    { name: "killed", away: () => redis.kill(), back: () => redis.start(), keepsData: false },
    { name: "paused", away: async () => redis.pause(), back: async () => redis.resume(), keepsData: true },
    // It pauses every command, the one that would end the pause included.
    { name: "slow", away: () => redis.ask("CLIENT", "PAUSE", "5000", "ALL"), back: async () => {}, keepsData: true },
  ];
  for (const { name, away, back, keepsData } of ways) {
    test(`${name}: looks are unknown and soon cost nothing; what was ended meanwhile is over once it is back`, async () => {
      const { one, other, logged } = servers(redis.url);
      // A sign-in during the connecting is let in, and Redis does not know it.
      await expect.poll(() => [one.state(), other.state()]).toEqual(["up", "up"]);
      const [before, ended, open] = [session(), session(), session({ sub: "72", claims: { username: "tom" } })];
      for (const visit of [before, ended, open]) await one.begin(visit);
      await one.end(before, "signed_out");

      await away();
      await expect.poll(async () => (await one.look(session())).kind).toBe("unknown");
      for (let count = 0; count < 5; count++) expect(await timeOf(one)).toBeLessThan(400);
      const times = await Promise.all(Array.from({ length: 50 }, () => timeOf(one)));
      expect(times.sort((a, b) => a - b)[40], "a breaker keeps it cheap").toBeLessThan(50);
      expect(one.state()).toBe("down");
      await one.end(ended, "signed_out");
      await one.change({ kind: "member", iss: open.iss, sub: open.sub });
      expect(await one.look(ended), "here it counts at once").toEqual({ kind: "ended", reason: "signed_out" });
      expect(await one.look(open)).toMatchObject({ kind: "open", change: expect.any(String) });
      expect(logged.filter(({ outcome }) => outcome === "failed").length).toBeLessThanOrEqual(2);

      await back();
      await expect.poll(() => isOpen(other, ended), { timeout: 15_000 }).toBe(false);
      if (keepsData) {
        expect(await isOpen(other, before)).toBe(false);
        await expect.poll(() => other.look(open), { timeout: 5000 }).toMatchObject({ change: expect.any(String) });
      }
      await expect.poll(() => isOpen(one, session()), { timeout: 5000 }).toBe(true);
      expect(one.state()).toBe("up");
      expect(logged.filter(({ outcome }) => outcome === "back").length).toBeGreaterThan(0);
    });
  }

  test("full: what it holds is read, and what it cannot take is written later", async () => {
    const { one, other, logged } = servers(redis.url);
    await expect.poll(() => [one.state(), other.state()]).toEqual(["up", "up"]);
    const [ended, later] = [session(), session()];
    await one.begin(ended);
    await one.begin(later);
    await one.end(ended, "operator");
    await redis.ask("CONFIG", "SET", "maxmemory", "1");
    expect(await other.look(ended)).toEqual({ kind: "ended", reason: "operator" });
    expect(await isOpen(other, session()), "a visit that cannot be noted is open").toBe(true);
    await one.end(later, "signed_out");
    expect(await isOpen(one, later)).toBe(false);
    expect(logged).toContainEqual(expect.objectContaining({ level: "error", event: "registry", cause: "OOM" }));
    await redis.ask("CONFIG", "SET", "maxmemory", "0");
    await expect.poll(() => isOpen(other, later), { timeout: 10_000 }).toBe(false);
  });

  test("a wrong password: told in the log, without the password, once", async () => {
    const url = redis.url.replace(/:[^:@]+@/, ":not-the-password@");
    const { one, logged } = servers(url);
    await expect
      .poll(async () => {
        await one.look(session());
        return logged.map(({ cause }) => cause);
      })
      .toContain("WRONGPASS");
    expect(JSON.stringify(logged)).not.toMatch(/not-the-password|localhost/);
    expect(logged.length).toBeLessThanOrEqual(2);
    expect(await one.endAll(member, "operator")).toBe(0);
  });
});

test("a node of a cluster gone: members of the others notice nothing", async () => {
  const nodes = await startCluster();
  try {
    const { one } = servers(nodes[0]?.url ?? "");
    const visits = Array.from({ length: 30 }, (_, at) => session({ sub: `m${at}`, claims: { username: `m${at}` } }));
    await expect.poll(() => isOpen(one, visits[0] ?? session())).toBe(true);
    for (const visit of visits) await one.end(visit, "operator");
    await nodes[2]?.kill();
    const kinds = async () => {
      const looks = await Promise.all(visits.map((visit) => one.look(visit)));
      return looks.map(({ kind }) => kind);
    };
    // About a third of the members have their key on it. For the others the end stands.
    await expect.poll(async () => (await kinds()).filter((kind) => kind === "ended").length).toBeGreaterThan(10);
    expect(await kinds()).not.toContain("open");
    await nodes[2]?.start();
    await expect.poll(async () => (await kinds()).includes("unknown"), { timeout: 20_000 }).toBe(false);
  } finally {
    for (const node of nodes.toReversed()) await node.stop();
  }
});
