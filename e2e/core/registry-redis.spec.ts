/** The registry in a real Redis: one node, and a cluster of three. */
import { expect, test } from "@playwright/test";
import { inRedis } from "../../lib/registry/redis/in-redis";
import type { Site } from "../../lib/site";
import { type Redis, startCluster, startRedis } from "../servers/redis";
import { isOpen, member, registryContract, session, siteAt } from "../tables/registry-contract";

const sites: { name: string; start: () => Promise<Redis[]> }[] = [
  { name: "one node", start: async () => [await startRedis()] },
  { name: "a cluster of three", start: startCluster },
];

for (const { name, start } of sites) {
  test.describe(name, () => {
    let nodes: Redis[] = [];
    test.beforeAll(async () => {
      nodes = await start();
    });
    test.afterAll(async () => {
      for (const node of nodes.toReversed()) await node.stop();
    });
    const registryFor = async (site: Site) => {
      const registry = inRedis({ ...site, settings: { ...site.settings, redisUrls: [nodes[0]?.url ?? ""] } });
      await expect.poll(() => registry.state()).toBe("up");
      return registry;
    };

    registryContract(registryFor);

    test("ten sign-ins at once on two servers leave as many visits as the limit allows", async () => {
      const site = siteAt({ SESSIONS_PER_MEMBER: "3" });
      const servers = [await registryFor(site), await registryFor(site)];
      const visits = Array.from({ length: 10 }, () => session());
      await Promise.all(visits.map((visit, at) => servers[at % 2]?.begin(visit)));
      for (const server of servers) {
        const looks = await Promise.all(visits.map((visit) => server.look(visit)));
        expect(looks.filter(({ kind }) => kind === "open").length).toBe(3);
        expect((await server.visits(member)).length).toBe(3);
      }
    });

    test("what one server ends, the other refuses; two sites do not meet", async () => {
      const site = siteAt();
      const [one, other] = [await registryFor(site), await registryFor(site)];
      const elsewhere = await registryFor(siteAt());
      const visit = session();
      await one.begin(visit);
      await elsewhere.begin(visit);
      await other.endAll(member, "everywhere");
      await expect.poll(() => isOpen(one, visit), { timeout: 3000 }).toBe(false);
      expect(await isOpen(elsewhere, visit)).toBe(true);
    });

    test("a new AUTH_SECRET knows what was ended and changed under the former one", async () => {
      const before = siteAt({ AUTH_SECRET: "former-0123456789-abcdefghijklmnopq" });
      const { AUTH_URL } = { AUTH_URL: before.settings.origin };
      const after = siteAt({ AUTH_URL, AUTH_SECRET_1: "former-0123456789-abcdefghijklmnopq" });
      const [former, latter] = [await registryFor(before), await registryFor(after)];
      const [ended, open] = [session(), session()];
      await former.begin(ended);
      await former.begin(open);
      await former.end(ended, "signed_out");
      await former.change(member);
      expect(await latter.look(ended)).toEqual({ kind: "ended", reason: "signed_out" });
      expect(await latter.look(open)).toMatchObject({ kind: "open", change: expect.any(String) });
      expect(await latter.endAll(member, "operator")).toBeGreaterThan(0);
      expect(await isOpen(former, open)).toBe(false);
    });

    test("an id is first once, on all servers", async () => {
      const site = siteAt();
      const [one, other] = [await registryFor(site), await registryFor(site)];
      const until = site.now() + 60;
      const answers = [await one.isFirst("jti", until), await other.isFirst("jti", until)];
      expect([...answers, await one.isFirst("jti", until)]).toEqual([true, false, false]);
    });

    test("each key has an end, and nothing personal is in them", async () => {
      const site = siteAt();
      const registry = await registryFor(site);
      const canary = session({ sub: "canary-sub", claims: { username: "canary-name" }, token: "canary-token" });
      await registry.begin({ ...canary, providerSid: "canary-sid" });
      await registry.change({ kind: "username", username: "canary-name" });
      await registry.endAll({ kind: "username", username: "canary-name" }, "operator");
      await registry.isFirst("canary-jti", site.now() + 60);
      const dump: string[] = [];
      for (const node of nodes) {
        for (const key of await node.ask("--scan")) {
          expect(Number(await node.ask("TTL", key)), key).toBeGreaterThan(0);
          const [type = ""] = await node.ask("TYPE", key);
          const read = { hash: ["HGETALL"], set: ["SMEMBERS"], string: ["GET"] }[type] ?? ["?"];
          dump.push(key, ...(await node.ask(...read, key)));
        }
      }
      expect(dump.length).toBeGreaterThan(10);
      expect(dump.join("\n")).not.toMatch(/canary|fiona|nats\.test/);
    });
  });
}
