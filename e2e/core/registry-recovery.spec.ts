/** What a Redis that was away, full or partly gone must not undo, and what it must not cost. */
import { expect, test } from "@playwright/test";
import type { Log, LogFields } from "../../lib/log";
import { inRedis } from "../../lib/registry/redis/in-redis";
import type { Registry } from "../../lib/registry/registry";
import type { SessionPayload } from "../../lib/session/payload";
import { type Redis, startCluster, startRedis } from "../servers/redis";
import { isOpen, member, session, siteAt } from "../tables/registry-contract";

const patience = { timeout: 15_000 };

/** Two servers of one site, whose Redis may be at another URL. */
function servers(redis: Redis, env: Record<string, string> = {}, url = redis.url) {
  const plain = siteAt(env);
  const logged: LogFields[] = [];
  const log: Log = (level, event, fields) => logged.push({ level, event, ...fields });
  const site = { ...plain, log, settings: { ...plain.settings, redisUrls: [url] } };
  return { site, one: inRedis(site), other: inRedis(site), logged };
}

function kinds(registry: Registry, visits: SessionPayload[]): Promise<string[]> {
  return Promise.all(visits.map(async (visit) => (await registry.look(visit)).kind));
}

test.describe("one node", () => {
  let redis: Redis;
  test.beforeEach(async () => {
    redis = await startRedis();
  });
  test.afterEach(() => redis.stop());

  for (const [name, reason] of [
    [{ kind: "username", username: "fiona" }, "operator"],
    [member, "provider"],
  ] as const) {
    test(`an end by ${name.kind} while it was away reaches a Redis that has lost everything, and other servers`, async () => {
      const { one, other } = servers(redis);
      const [visit, next] = [session(), session({ loginAt: session().loginAt + 60 })];
      await expect.poll(() => isOpen(one, visit)).toBe(true);
      await redis.kill();
      await one.endAll(name, reason);
      expect(await one.look(visit), "here it counts at once").toEqual({ kind: "ended", reason });
      await redis.start();
      await expect.poll(() => other.look(visit), patience).toEqual({ kind: "ended", reason });
      await expect.poll(() => isOpen(other, next), "a later sign-in goes on").toBe(true);
      expect(await one.look(visit)).toEqual({ kind: "ended", reason });
    });
  }

  test("an end that is written late spares a sign-in that came after it", async () => {
    const { site, one, other } = servers(redis);
    const visit = session();
    await expect.poll(() => isOpen(one, visit)).toBe(true);
    redis.pause();
    await one.endAll(member, "everywhere");
    const again = session({ loginAt: site.now() + 1 });
    expect(await one.begin(again)).toBeUndefined();
    redis.resume();
    await expect.poll(() => other.look(visit), patience).toEqual({ kind: "ended", reason: "everywhere" });
    expect((await kinds(other, [again])).concat(await kinds(one, [again]))).toEqual(["open", "open"]);
  });

  test("a full Redis fills no log, though it answers between its refusals; ready says down until it has room", async () => {
    const { one, logged } = servers(redis);
    await expect.poll(() => one.state()).toBe("up");
    await redis.ask("CONFIG", "SET", "maxmemory", "1");
    await one.end(session(), "signed_out");
    const refusals = async () => {
      expect((await one.look(session())).kind).toBe("open");
      return Number(/errorstat_OOM:count=(\d+)/.exec((await redis.ask("INFO", "errorstats")).join())?.[1]);
    };
    await expect.poll(refusals, patience).toBeGreaterThan(5);
    expect(logged).toMatchObject([{ outcome: "failed", cause: "OOM", operator: expect.stringContaining("maxmemory") }]);
    expect(one.state()).toBe("down");
  });

  test("ready tells of a Redis that went away while nobody asked, and of a password corrected there", async () => {
    const { one } = servers(redis);
    await expect.poll(() => one.state()).toBe("up");
    const { one: locked, logged } = servers(redis, {}, redis.url.replace(/:[^:@]+@/, ":canary-password@"));
    // A look that comes before Redis has refused the password would tell of a time-out.
    const refused = async () => (await redis.ask("ACL", "LOG")).includes("auth");
    await expect.poll(refused).toBe(true);
    expect((await locked.look(session())).kind).toBe("unknown");
    expect([locked.state(), logged[0]?.cause]).toEqual(["down", "WRONGPASS"]);
    expect(JSON.stringify(logged)).not.toMatch(/canary|localhost|127\.0|redis:/);
    await redis.ask("ACL", "SETUSER", "members", ">canary-password");
    await expect.poll(() => isOpen(locked, session()), patience).toBe(true);
    await redis.kill();
    await expect.poll(() => one.state()).toBe("down");
    await redis.start();
    await expect.poll(() => one.state(), patience).toBe("up");
  });

  test("servers that get a new secret one by one agree on what is ended, and count a visit once", async () => {
    const secret = "former-0123456789-abcdefghijklmnopq";
    const { site, one: former } = servers(redis, { AUTH_SECRET: secret });
    const { one: latter } = servers(redis, { AUTH_URL: site.settings.origin, AUTH_SECRET_1: secret });
    const visits = [session(), session({ loginAt: site.now() - 10 }), session({ loginAt: site.now() - 20 })] as const;
    for (const visit of visits) await expect.poll(() => isOpen(former, visit)).toBe(true);
    expect(await kinds(latter, [...visits])).toEqual(["open", "open", "open"]);
    expect((await latter.visits(member)).length).toBe(3);
    await latter.end(visits[0], "signed_out");
    await former.end(visits[1], "signed_out");
    await expect.poll(() => kinds(former, [...visits]), patience).toEqual(["ended", "ended", "open"]);
    await expect.poll(() => kinds(latter, [...visits]), patience).toEqual(["ended", "ended", "open"]);
    expect(await latter.endAll(member, "operator")).toBe(1);
    await expect.poll(() => isOpen(former, visits[2]), patience).toBe(false);
    expect([await former.isFirst("jti", site.now() + 60), await latter.isFirst("jti", site.now() + 60)]).toEqual([
      true,
      false,
    ]);
  });
});

test("a node of the cluster is gone: the others answer, also to a server that starts meanwhile", async () => {
  const nodes = await startCluster();
  const [first, , lost] = nodes as [Redis, Redis, Redis];
  try {
    const { one, site } = servers(first);
    const visits = Array.from({ length: 30 }, (_, at) => session({ sub: `${at}` }));
    await expect.poll(() => kinds(one, visits), patience).toEqual(visits.map(() => "open"));
    await lost.kill();
    const late = inRedis(site);
    for (const server of [one, late]) {
      await expect
        .poll(async () => new Set(await kinds(server, visits)), patience)
        .toEqual(new Set(["open", "unknown"]));
      expect(server.state()).toBe("down");
    }
    const answers = await kinds(late, visits);
    expect(answers.filter((kind) => kind === "open").length).toBeGreaterThan(10);
    // Those whose node is away are ended here at once, and everywhere when it is back.
    await Promise.all(visits.map((visit) => one.end(visit, "signed_out")));
    expect(new Set(await kinds(one, visits))).toEqual(new Set(["ended"]));
    await lost.start();
    await expect.poll(async () => new Set(await kinds(late, visits)), patience).toEqual(new Set(["ended"]));
  } finally {
    for (const node of nodes.toReversed()) await node.stop();
  }
});
