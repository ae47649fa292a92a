/** Rechecks cost NATS few calls: requests share one, and background requests cause none. */
import { aged, agedMember, lastToken, refreshInterval, scriptFetch, signedIn } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

test.use({ settings: { NATS_EXPIRED_LOGIN: "on" }, switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

test("forty requests at once share one call", async ({ product, nats }) => {
  const member = await agedMember({ nats, product }, refreshInterval);
  const cookie = `members.session=${member.cookies.get("members.session")}`;
  nats.faults.set("userinfo", { delayMs: 300 });
  nats.calls.clear();
  const ends = await Promise.all(
    Array.from({ length: 40 }, () =>
      visitor().open(`${product.origin}/api/auth/recheck?returnTo=%2Fmembers`, { headers: { cookie } }),
    ),
  );
  expect(nats.calls.count("userinfo")).toBe(1);
  for (const end of ends) expect([302, 303]).toContain(end.status);
});

test("twelve tabs that wake up together share one call, and each returns to its page", async ({ product, nats }) => {
  const member = await agedMember({ nats, product }, refreshInterval);
  const cookie = `members.session=${member.cookies.get("members.session")}`;
  nats.calls.clear();
  const pages = Array.from({ length: 12 }, (_, index) => `${product.origin}/members/account?page=${index + 1}`);
  const ends = await Promise.all(
    pages.map((page) => {
      const tab = visitor();
      tab.cookies.set("members.session", cookie.slice("members.session=".length));
      return tab.follow(page);
    }),
  );
  expect(ends.map(({ status, url }) => [status, url])).toEqual(pages.map((page) => [200, page]));
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("two members who are rechecked by turns each read their own claims, fifty times", async ({ product, nats }) => {
  const members = [];
  for (const name of ["fiona", "tom"]) {
    const member = visitor();
    await member.signIn(`${product.origin}/members`, name);
    const known = { sub: nats.member(name).memberid, claims: { username: "unknown", status: "1", trial: "0" } };
    members.push({ name, member, known, token: lastToken(nats.calls) });
  }
  for (let round = 0; round < 50; round++) {
    for (const { name, member, known, token } of members) {
      await aged(member, token, { nats, product }, refreshInterval, known);
      // A handler calls NATS itself, in the place where Next could keep answers of `fetch`.
      const answer = await member.open(`${product.origin}/api/auth/check?gate=members&claims=1`);
      expect(answer.headers["x-remote-user"], `round ${round}`).toBe(name);
    }
  }
});

test("prefetches and Next's own fetches cause no call: they get 401, so Next loads the document", async ({
  product,
  nats,
}) => {
  const { member, token } = await signedIn({ nats, product });
  await aged(member, token, { nats, product }, refreshInterval);
  nats.calls.clear();
  const router = {
    rsc: "1",
    "next-url": "/members",
    "sec-fetch-mode": "cors",
    "sec-fetch-dest": "empty",
    accept: "*/*",
  };
  for (const headers of [router, { ...router, "next-router-prefetch": "1" }, { "sec-purpose": "prefetch" }]) {
    const first = await member.open(`${product.origin}/members/account`, { headers });
    const answer = first.status === 307 ? await member.open(first.location, { headers }) : first;
    if ("rsc" in headers) expect(answer.status).toBe(401);
    const direct = await member.open(`${product.origin}/api/auth/recheck?returnTo=%2Fmembers`, { headers });
    expect((direct.status === 307 ? await member.open(direct.location, { headers }) : direct).status).toBe(401);
  }
  expect(nats.calls.count("userinfo")).toBe(0);
});

test("a guarded route handler asks once, and renews the cookie", async ({ product, nats }) => {
  const member = await agedMember({ nats, product }, refreshInterval);
  nats.member("fiona").trial = 1;
  nats.calls.clear();
  for (let request = 0; request < 2; request++) {
    const answer = await member.open(`${product.origin}/media-link?path=/media/full/any.txt`, { headers: scriptFetch });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([403, { error: "trial" }]);
  }
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("a picture that is refused causes no call, however old the claims are", async ({ product, nats }) => {
  const member = visitor();
  const trial = { claims: { username: "tom", trial: "1", status: "1" } };
  await aged(member, "a-token", { nats, product }, refreshInterval, trial);
  const image = { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", accept: "image/*" };
  expect((await member.open(`${product.origin}/full/still.webp`, { headers: image })).status).toBe(403);
  expect(nats.calls.count("userinfo")).toBe(0);
});
