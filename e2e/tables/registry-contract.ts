/** What every registry does, in the process and in Redis. */
import { expect, test } from "@playwright/test";
import type { Registry } from "../../lib/registry/registry";
import type { SessionPayload } from "../../lib/session/payload";
import type { Site } from "../../lib/site";
import { moment, siteWith } from "./support";

const start = moment;

let count = 0;

/** A site of its own, whose clock the test turns. */
export function siteAt(env: Record<string, string> = {}): Site & { clock: { now: number } } {
  const clock = { now: start };
  const own = { AUTH_URL: `https://site${++count}.test`, ...env };
  return { ...siteWith({ env: own, now: () => clock.now }), clock };
}

/** A visit of Fiona that begins now, unless `changes` say otherwise. */
export function session(changes: Partial<SessionPayload> = {}): SessionPayload {
  const times = { loginAt: start, seenAt: start, checkedAt: start, triedAt: start, exp: start + 28_800 };
  const sid = String(++count).padStart(22, "0");
  return { v: 1, sid, iss: "https://nats.test", sub: "71", claims: { username: "fiona" }, ...times, ...changes };
}

export const member = { kind: "member", iss: "https://nats.test", sub: "71" } as const;

/** True if a visit may go on. */
export async function isOpen(registry: Registry, visit: SessionPayload): Promise<boolean> {
  return (await registry.look(visit)).kind === "open";
}

/** Declares the tests. `make` returns the registry of a site. */
export function registryContract(make: (site: Site) => Registry | Promise<Registry>): void {
  test("an ended visit is over, with the first reason, and no other", async () => {
    const registry = await make(siteAt());
    const [one, other] = [session(), session()];
    await registry.begin(one);
    await registry.begin(other);
    await registry.end(one, "signed_out");
    await registry.end(one, "operator");
    expect(await registry.look(one)).toEqual({ kind: "ended", reason: "signed_out" });
    expect(await isOpen(registry, other)).toBe(true);
  });

  test("a visit that the registry never saw can be ended, and is noted when it is looked up", async () => {
    const registry = await make(siteAt());
    const [unseen, looked] = [session(), session()];
    await registry.end(unseen, "signed_out");
    expect(await isOpen(registry, unseen)).toBe(false);
    await registry.look(looked);
    expect(await registry.visits(member)).toEqual([{ begunAt: start, seenAt: start }]);
  });

  test("ending all visits ends those that a restart has forgotten, and not the next one", async () => {
    const site = siteAt();
    const registry = await make(site);
    const [known, forgotten] = [session(), session()];
    await registry.begin(known);
    site.clock.now += 10;
    expect(await registry.endAll(member, "everywhere")).toBe(1);
    const next = session({ loginAt: site.clock.now });
    await registry.begin(next);
    for (const over of [known, forgotten]) {
      expect(await registry.look(over)).toEqual({ kind: "ended", reason: "everywhere" });
    }
    expect(await isOpen(registry, next)).toBe(true);
  });

  test("an end counts for visits that the registry has not seen since a restart", async () => {
    const site = siteAt();
    const registry = await make(site);
    const [byMember, byName, byProvider] = [
      session({ sub: "81", claims: { username: "ann" } }),
      session({ sub: "82", claims: { username: "ben" } }),
      session({ sub: "83", claims: { username: "cleo" }, providerSid: "op-3" }),
    ];
    await registry.endAll({ kind: "member", iss: "https://nats.test", sub: "81" }, "operator");
    await registry.endAll({ kind: "username", username: "ben" }, "changed");
    await registry.endAll({ kind: "provider_session", iss: "https://nats.test", sid: "op-3" }, "provider");
    const looks = [await registry.look(byMember), await registry.look(byName), await registry.look(byProvider)];
    const reasons = looks.map((look) => (look.kind === "ended" ? look.reason : look.kind));
    expect(reasons).toEqual(["operator", "changed", "provider"]);
    site.clock.now += 1;
    const later = { sub: "81", claims: { username: "ann" }, loginAt: site.clock.now };
    const [next, unseen] = [session(later), session(later)];
    await registry.begin(next);
    expect([await isOpen(registry, next), await isOpen(registry, unseen)], "later visits").toEqual([true, true]);
  });

  test("visits are found by username, also after it has changed, and for two members of one name", async () => {
    const registry = await make(siteAt());
    const [one, namesake] = [session(), session({ sub: "72" })];
    await registry.begin(one);
    await registry.begin(namesake);
    expect(await registry.change({ kind: "username", username: "fiona" })).toBe(2);
    await registry.look({ ...one, claims: { username: "fiona-new" } });
    expect(await registry.change({ kind: "username", username: "fiona" })).toBe(1);
    expect(await registry.change({ kind: "username", username: "fiona-new" })).toBe(1);
    expect(await registry.change({ kind: "username", username: "nobody" })).toBe(0);
  });

  test("no more than ten members are found by one username", async () => {
    const registry = await make(siteAt());
    for (let sub = 0; sub < 15; sub++) await registry.look(session({ sub: `${sub}` }));
    expect(await registry.change({ kind: "username", username: "fiona" })).toBe(10);
  });

  test("each change has a new name, which a new visit learns at once", async () => {
    const site = siteAt();
    const registry = await make(site);
    const visit = session();
    expect(await registry.begin(visit)).toBeUndefined();
    await registry.change(member);
    const first = await registry.look(visit);
    site.clock.now += 2;
    await registry.change(member);
    const second = await registry.look(visit);
    expect(first).toMatchObject({ kind: "open", change: expect.any(String) });
    expect(second).not.toEqual(first);
    expect(await registry.begin(session())).toBe("change" in second ? second.change : "");
  });

  test("a storm of changes has ten names in two seconds, and the last one is not lost", async () => {
    const site = siteAt();
    const registry = await make(site);
    const visit = session();
    await registry.begin(visit);
    const shown = async () => {
      const look = await registry.look(visit);
      return look.kind === "open" ? look.change : look.kind;
    };
    const names = new Set<string | undefined>();
    for (let post = 0; post < 100; post++) {
      if (post % 25 === 0) site.clock.now += 1;
      await registry.change(member);
      names.add(await shown());
    }
    expect(names.size).toBeLessThanOrEqual(20);
    site.clock.now += 2;
    // Redis is not asked again within two seconds.
    await expect.poll(async () => names.has(await shown())).toBe(false);
    const last = await shown();
    site.clock.now += 2;
    expect(await shown(), "then it is quiet").toBe(last);
  });

  test("a change that is told under two names counts once", async () => {
    const registry = await make(siteAt());
    const visit = session();
    await registry.begin(visit);
    for (let post = 1; post <= 10; post++) {
      for (const name of [member, { kind: "username", username: "fiona" } as const]) {
        expect(await registry.change(name, `post-${post}`)).toBe(1);
      }
    }
    expect(await registry.look(visit)).toEqual({ kind: "open", change: "post-10" });
  });

  test("an old copy of a cookie does not give a member the old name back", async () => {
    const site = siteAt();
    const registry = await make(site);
    const old = session();
    await registry.begin(old);
    await registry.look({ ...old, claims: { username: "fiona-new" }, checkedAt: start + 60 });
    await registry.look({ ...old, checkedAt: start + 30 });
    expect(await registry.change({ kind: "username", username: "fiona-new" })).toBe(1);
    expect(await registry.change({ kind: "username", username: "fiona" })).toBe(0);
  });

  test("members of two issuers with the same subject are two members", async () => {
    const registry = await make(siteAt());
    const [here, there] = [session(), session({ iss: "https://other.test" })];
    await registry.begin(here);
    await registry.begin(there);
    await registry.endAll({ ...member, iss: "https://other.test" }, "everywhere");
    expect([await isOpen(registry, here), await isOpen(registry, there)]).toEqual([true, false]);
    await registry.change(member);
    expect(await registry.look(session({ iss: "https://third.test" }))).toEqual({ kind: "open" });
    expect(await registry.visits(member)).toHaveLength(1);
  });

  test("NATS's own session ends its visit alone", async () => {
    const registry = await make(siteAt());
    const [named, other] = [session({ providerSid: "op-1" }), session({ providerSid: "op-2" })];
    await registry.begin(named);
    await registry.begin(other);
    await registry.endAll({ kind: "provider_session", iss: "https://nats.test", sid: "op-1" }, "provider");
    expect([await isOpen(registry, named), await isOpen(registry, other)]).toEqual([false, true]);
  });

  test("the limit ends the oldest open visits; those that timed out or ended do not count", async () => {
    const site = siteAt({ SESSIONS_PER_MEMBER: "2" });
    const registry = await make(site);
    const idle = session();
    await registry.begin(idle);
    site.clock.now += 4000;
    const begunAfter = (after: number) => session({ loginAt: site.clock.now + after, exp: site.clock.now + 28_800 });
    const [first, second, third, fourth] = [begunAfter(1), begunAfter(2), begunAfter(3), begunAfter(4)];
    await registry.begin(first);
    await registry.begin(second);
    expect(await isOpen(registry, first), "the idle one does not count").toBe(true);
    await registry.begin(third);
    expect(await registry.look(first)).toEqual({ kind: "ended", reason: "limit" });
    expect([await isOpen(registry, second), await isOpen(registry, third)]).toEqual([true, true]);
    // If an ended one counted, an older one that is open would lose its place to it.
    await registry.end(third, "signed_out");
    await registry.begin(fourth);
    expect([await isOpen(registry, second), await isOpen(registry, fourth)]).toEqual([true, true]);
    expect(await registry.look(third)).toEqual({ kind: "ended", reason: "signed_out" });
  });

  test("an older visit in use keeps its place beside a newer one that timed out", async () => {
    const site = siteAt({ SESSIONS_PER_MEMBER: "2" });
    const registry = await make(site);
    const [used, idle] = [session(), session({ loginAt: start + 1 })];
    await registry.begin(used);
    await registry.begin(idle);
    site.clock.now += 3000;
    expect(await isOpen(registry, used)).toBe(true);
    site.clock.now += 1000;
    await registry.begin(session({ loginAt: site.clock.now, exp: site.clock.now + 28_800 }));
    expect(await isOpen(registry, used)).toBe(true);
  });

  test("a visit that had lapsed counts again when it comes back", async () => {
    const site = siteAt({ SESSIONS_PER_MEMBER: "1" });
    const registry = await make(site);
    const lapsed = session();
    await registry.begin(lapsed);
    site.clock.now += 4000;
    const next = session({ loginAt: site.clock.now, exp: site.clock.now + 28_800 });
    await registry.begin(next);
    // Files alone kept it alive: they meet the gate, and the gate asks no registry.
    expect(await registry.look({ ...lapsed, seenAt: site.clock.now })).toEqual({ kind: "ended", reason: "limit" });
    expect(await isOpen(registry, next)).toBe(true);
  });

  test("a visit that fell off a long list stays over", async () => {
    const registry = await make(siteAt());
    const ended = session();
    await registry.begin(ended);
    await registry.end(ended, "signed_out");
    for (let i = 1; i <= 150; i++) await registry.begin(session({ loginAt: start + i, exp: start + 30_000 }));
    expect(await isOpen(registry, ended)).toBe(false);
    expect((await registry.visits(member)).length).toBe(100);
  });
}
