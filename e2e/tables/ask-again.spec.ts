/** Asking NATS again: who shares an answer, who asks anew, and what a hanging NATS earns. */
import { expect, test } from "@playwright/test";
import { marked, unmarked } from "../../lib/access/return-path";
import { askAgain, isRepeated } from "../../lib/nats/ask-again";
import type { Asked } from "../../lib/nats/ask-userinfo";
import { isDue } from "../../lib/session/freshness";
import type { SessionPayload } from "../../lib/session/payload";
import type { Environment } from "../../lib/settings/shape";
import { clockByHand, issuer, metadata, moment, siteWith, typicalSession } from "./support";

const old = { checkedAt: moment - 400, triedAt: moment - 400, loginAt: moment - 5000 };

/** A site whose NATS confirms the member; `userinfo` may answer otherwise. */
function siteOf(env: Environment, userinfo = async () => Response.json({ sub: "1048576", username: "ann", trial: 0 })) {
  const clock = clockByHand();
  let calls = 0;
  const fetch = async (input: RequestInfo | URL) => {
    if (String(input) !== metadata.userinfo_endpoint) return Response.json({ ...metadata, issuer });
    calls += 1;
    return userinfo();
  };
  const site = siteWith({ env, now: clock.now, fetch: fetch as typeof globalThis.fetch });
  return { site, clock, calls: () => calls };
}

const sessionIn = (asked: Asked): SessionPayload => {
  if (!("session" in asked)) throw new Error(asked.kind);
  return asked.session;
};

for (const { what, env, seconds } of [
  { what: "always, six seconds later", env: { OIDC_USER_INFO_REFRESH_INTERVAL: "always" }, seconds: 6 },
  { what: "an interval of ten, when NATS took three", env: { OIDC_USER_INFO_REFRESH_INTERVAL: "10" }, seconds: 11 },
]) {
  test(`${what}: a due cookie gets a new answer, not the shared one that would leave it due`, async () => {
    const { site, clock, calls } = siteOf(env, async () => {
      if (seconds === 11 && clock.now() === moment) clock.pass(3);
      return Response.json({ sub: "1048576", username: "ann", trial: 0 });
    });
    const first = sessionIn(await askAgain(typicalSession(old), site));
    clock.pass(seconds - (clock.now() - moment));
    expect(isDue(first, clock.now(), site.settings.refresh)).toBe(true);
    const second = sessionIn(await askAgain(first, site));
    expect(isDue(second, clock.now(), site.settings.refresh)).toBe(false);
    expect(calls()).toBe(2);
  });
}

test("requests with the old cookie share an answer for ten seconds", async () => {
  const { site, clock, calls } = siteOf({});
  const session = typicalSession(old);
  const [one] = await Promise.all([askAgain(session, site), askAgain(session, site)]);
  clock.pass(9);
  await askAgain(session, site);
  await askAgain(sessionIn(one), site);
  expect(calls()).toBe(1);
  clock.pass(2);
  await askAgain(session, site);
  expect(calls()).toBe(2);
});

test("a session is repeated when it comes back to a page, until there is another answer", async () => {
  const { site, clock } = siteOf({});
  const session = typicalSession(old);
  await askAgain(session, site);
  const seen = (page: string) => isRepeated(session, page, site);
  expect([seen("/a"), seen("/b"), seen("/a"), seen("/b")]).toEqual([false, false, true, true]);
  clock.pass(11);
  await askAgain(session, site);
  expect(seen("/a")).toBe(false);
});

test("of more pages than are noted, each one that comes back is repeated", async () => {
  const { site } = siteOf({});
  const session = typicalSession(old);
  await askAgain(session, site);
  const pages = Array.from({ length: 40 }, (_, at) => `/page-${at}`);
  for (const page of pages) isRepeated(session, page, site);
  expect(pages.filter((page) => !isRepeated(session, page, site))).toEqual([]);
});

test("a page that comes back marked gets a new answer, unless the last one is fresh", async () => {
  const { site, clock, calls } = siteOf({});
  const renewed = sessionIn(await askAgain(typicalSession(old), site));
  clock.pass(1);
  await askAgain(renewed, site, "marked");
  expect(calls()).toBe(1);
  clock.pass(1);
  await askAgain(renewed, site);
  expect(calls()).toBe(1);
  await askAgain(renewed, site, "marked");
  expect(calls()).toBe(2);
});

test("a press of the button asks anew after two seconds, six times a minute; then the last answer is shared", async () => {
  const { site, clock, calls } = siteOf({});
  let session = sessionIn(await askAgain(typicalSession(), site, "anew"));
  const press = async () => {
    session = sessionIn(await askAgain(session, site, "anew"));
  };
  clock.pass(1);
  await press();
  expect(calls()).toBe(1);
  for (let time = 0; time < 12; time++) {
    clock.pass(2);
    await press();
  }
  expect(calls()).toBeLessThanOrEqual(1 + 6 + 3);
  const before = calls();
  clock.pass(60);
  await press();
  expect(calls()).toBe(before + 1);
});

test("a press with the cookie from before the last answer shares that answer", async () => {
  const { site, clock, calls } = siteOf({});
  const first = typicalSession(old);
  await askAgain(first, site);
  clock.pass(5);
  await askAgain(first, site, "anew");
  expect(calls()).toBe(1);
});

test("when NATS is down, sessions that wait for a slot keep their claims: its failure earns grace", async () => {
  let fail: (() => void)[] = [];
  const { site, calls } = siteOf({}, () => new Promise((_, reject) => fail.push(() => reject(new TypeError("down")))));
  const sids = Array.from({ length: 60 }, (_, at) => String(at).padStart(22, "s"));
  const asked = Promise.all(sids.map((sid) => askAgain(typicalSession({ ...old, sid, sub: sid }), site)));
  while (calls() < 20) await new Promise((resolve) => setImmediate(resolve));
  for (const end of fail) end();
  fail = [];
  expect(new Set((await asked).map(({ kind }) => kind))).toEqual(new Set(["kept"]));
  expect(calls()).toBe(20);
});

for (const [path, expected] of [
  ["/members", "/members?members-repeated=1"],
  ["/members?flag", "/members?flag&members-repeated=1"],
  ["/members?a=b%20c+d#part", "/members?a=b%20c+d&members-repeated=1#part"],
  ["/members#part", "/members?members-repeated=1#part"],
] as const) {
  test(`the mark changes nothing else of ${path}, and goes without a trace`, () => {
    expect(marked(path)).toBe(expected);
    expect(unmarked(expected)).toBe(path);
    expect(unmarked(path)).toBe(path);
  });
}

test("the mark is found wherever it stands", () => {
  expect(unmarked("/a?members-repeated=1&b=2")).toBe("/a?b=2");
  expect(unmarked("/a?b=1&members-repeated=1&c=2#d")).toBe("/a?b=1&c=2#d");
  expect(unmarked("/a?x-members-repeated=1")).toBe("/a?x-members-repeated=1");
  // A link with many marks led to an address without a page, by many redirects.
  const marks = Array(20).fill("members-repeated=1").join("&");
  expect(unmarked(`/a?${marks}#d`)).toBe("/a#d");
  expect(unmarked(`/a?${marks}&b=1&${marks}`)).toBe("/a?b=1");
});

test("many marks go at once, and the rest of the address stays", () => {
  const marks = (count: number) => Array.from({ length: count }, () => "members-repeated=1").join("&");
  for (const count of [1, 2, 3, 40]) {
    expect(unmarked(`/a?${marks(count)}`)).toBe("/a");
    expect(unmarked(`/a?${marks(count)}&b=2#d`)).toBe("/a?b=2#d");
    expect(unmarked(`/a?b=1&${marks(count)}`)).toBe("/a?b=1");
    expect(unmarked(`/a?${marks(count)}&b=2&${marks(count)}&c`)).toBe("/a?b=2&c");
  }
});
