/**
 * Calls to NATS are limited in number. Others wait. Only a NATS that fails earns grace.
 */
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { headingOf } from "../fixtures/pages";
import { aged, agedMember, refreshInterval, signedIn } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { session: sessionWords } = words();

test.use({ settings: { NATS_EXPIRED_LOGIN: "on" }, switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

test("at most twenty calls run at once; the others wait, and get the 503 page if no slot becomes free", async ({
  product,
  nats,
}) => {
  const { token } = await signedIn({ nats, product });
  const delayMs = 3000;
  nats.faults.set("userinfo", { delayMs });
  nats.calls.clear();
  const ends = await Promise.all(
    Array.from({ length: 100 }, async (_, at) => {
      const other = visitor();
      await aged(other, token, { nats, product }, refreshInterval, { sub: `member-${at}` });
      return other.follow(`${product.origin}/members`);
    }),
  );
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set([200, 503]));
  for (const { body } of ends.filter(({ status }) => status === 503)) {
    expect(headingOf(body)).toBe(sessionWords.unconfirmed.heading);
  }
  // Each call lasts at least as long as the delay, so all that begin within it run together.
  const began = nats.calls.list.filter((call) => call.endpoint === "userinfo").map((call) => call.at);
  const together = began.map((at) => began.filter((other) => other >= at && other < at + delayMs).length);
  expect(Math.max(...together)).toBeLessThanOrEqual(20);
});

test("forty banned members who come at once are all out, however many ask before them", async ({ product, nats }) => {
  nats.faults.set("userinfo", { delayMs: 500 });
  nats.calls.clear();
  const ends = await Promise.all(
    Array.from({ length: 40 }, async (_, at) => {
      const banned = visitor();
      await aged(banned, "a-revoked-token", { nats, product }, refreshInterval, { sub: `member-${at}` });
      const hop = await banned.open(`${product.origin}/members`);
      const back = await banned.open(hop.location);
      return banned.open(back.location);
    }),
  );
  expect(new Set(ends.map(({ status, location }) => `${status} ${new URL(location).pathname}`))).toEqual(
    new Set(["302 /login"]),
  );
  expect(nats.calls.count("userinfo")).toBe(40);
});

test("one member with many sessions does not keep another from being confirmed", async ({ product, nats }) => {
  const other = await agedMember({ nats, product }, refreshInterval);
  nats.faults.set("userinfo", { delayMs: 1500 });
  const crowd = Array.from({ length: 60 }, async () => {
    const own = visitor();
    await aged(own, "a-revoked-token", { nats, product }, refreshInterval, { sub: "one-member" });
    return own.open((await own.open(`${product.origin}/members`)).location);
  });
  expect((await other.follow(`${product.origin}/members`)).status).toBe(200);
  await Promise.all(crowd);
});

test("who gets no place for a call is refused at the check: a busy site is no outage, and earns no grace", async ({
  product,
  nats,
}) => {
  nats.faults.set("userinfo", { delayMs: 1500 });
  const asked = Array.from({ length: 7 }, async () => {
    const own = visitor();
    await aged(own, "a-revoked-token", { nats, product }, refreshInterval, { sub: "one-member" });
    return (await own.open(`${product.origin}${addresses.check}`)).status;
  });
  // One member has four places. The others are not known to be members any more.
  expect((await Promise.all(asked)).sort()).toEqual([401, 401, 401, 401, 503, 503, 503]);
});

test("the session of a banned member names nobody to the browser's scripts once its claims are due", async ({
  product,
  nats,
}) => {
  const member = visitor();
  await aged(member, "a-revoked-token", { nats, product }, refreshInterval);
  const answer = await member.open(`${product.origin}/api/auth/session`);
  expect([answer.status, answer.body, answer.headers["set-cookie"]]).toEqual([200, "null", undefined]);
  expect((await member.open(`${product.origin}/api/auth/session`, { method: "HEAD" })).status).toBe(200);
});

test("while NATS hangs, sign-ins beyond the limit end on the calm 503 page, and NATS gets no more calls", async ({
  product,
  nats,
}) => {
  const ways = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const newcomer = visitor();
      return { newcomer, way: await newcomer.logIn(`${product.origin}/members`, "fiona") };
    }),
  );
  nats.faults.set("token", { hang: true });
  nats.calls.clear();
  const ends = await Promise.all(ways.map(({ newcomer, way }) => newcomer.follow(way)));
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set([503]));
  const began = nats.calls.list.filter((call) => call.endpoint === "token").map((call) => call.at);
  // A hanging call ends after five seconds.
  const together = began.map((at) => began.filter((other) => other >= at && other < at + 4500).length);
  expect(Math.max(...together)).toBeLessThanOrEqual(20);
});
