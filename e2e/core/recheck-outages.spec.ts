/** While NATS fails, members keep their claims for the grace. Then pages close until it is back. */
import { words } from "../../app/theme/words";
import { headingOf, holdsMemberPage } from "../fixtures/pages";
import { withProduct } from "../fixtures/product";
import { aged, lastToken, refreshGrace, refreshInterval, scriptFetch } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { session: sessionWords } = words();

test.use({ settings: { NATS_EXPIRED_LOGIN: "on" }, switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

for (const { name, fault, outcome } of [
  { name: "NATS refuses our address", fault: { status: 403 }, outcome: "not_listed" },
  { name: "NATS answers 500", fault: { status: 500 }, outcome: "provider_unreachable" },
  { name: "NATS answers with rubbish", fault: { status: 200, body: "<html>" }, outcome: "bad_userinfo" },
  { name: "the answer of NATS has no end", fault: { hugeBody: 2_000_000 }, outcome: "provider_unreachable" },
  { name: "the answer is signed with another key", fault: { signed: true, wrongKey: true }, outcome: "bad_userinfo" },
  { name: "NATS redirects elsewhere", fault: { redirectTo: "http://localhost:9/" }, outcome: "provider_unreachable" },
]) {
  test(`${name}: members keep what they had within the grace, then get a 503 page, then recover`, async ({ nats }) => {
    await withProduct(nats, {}, async (product) => {
      const member = visitor();
      await member.signIn(`${product.origin}/full`, "fiona");
      const token = lastToken(nats.calls);
      nats.faults.set("userinfo", fault);
      nats.calls.clear();

      await aged(member, token, { nats, product }, refreshInterval);
      expect((await member.follow(`${product.origin}/full`)).status).toBe(200);
      expect(nats.calls.count("userinfo")).toBe(1);
      const line = product.logged("recheck").at(-1);
      expect(line).toMatchObject({ outcome });
      if (outcome === "not_listed") expect(line?.operator).toContain("MEMBER_OPENID_SECURE_IPS");
      // The session remembers the attempt: the next page load does not ask NATS.
      expect((await member.open(`${product.origin}/full`)).status).toBe(200);
      expect(nats.calls.count("userinfo")).toBe(1);

      await aged(member, token, { nats, product }, refreshInterval + refreshGrace);
      const closed = await member.follow(`${product.origin}/full`);
      expect([closed.status, closed.headers["retry-after"], closed.url]).toEqual([
        503,
        "120",
        `${product.origin}/full`,
      ]);
      expect(closed.hops.length).toBeLessThanOrEqual(3);
      expect(holdsMemberPage(closed.body)).toBe(false);
      expect(headingOf(closed.body)).toBe(sessionWords.unconfirmed.heading);
      expect(closed.body).toContain('href="/full"');
      for (const path of ["/members/account", "/media/any.txt", "/media-link?path=/media/any.txt"]) {
        expect((await member.open(product.origin + path, { headers: scriptFetch })).status, path).toBe(503);
      }

      nats.faults.clear();
      await aged(member, token, { nats, product }, refreshInterval + refreshGrace);
      expect((await member.follow(`${product.origin}/full`)).status).toBe(200);
    });
  });
}

test("while NATS is stopped members keep watching and newcomers get the 503 page; once it is back all works again", async ({
  nats,
}) => {
  await withProduct(nats, {}, async (product) => {
    const member = visitor();
    await member.signIn(`${product.origin}/full`, "fiona");
    const token = lastToken(nats.calls);
    await aged(member, token, { nats, product }, refreshInterval);
    nats.switches.down = true;
    expect((await member.follow(`${product.origin}/full`)).status).toBe(200);

    // Half a minute after the last answer from NATS, newcomers get a page of the site instead of a
    // dead login page.
    const newcomer = visitor();
    await expect(async () => {
      const end = await newcomer.follow(`${product.origin}/members`);
      expect([end.status, new URL(end.url).origin, end.headers["retry-after"]]).toEqual([503, product.origin, "120"]);
    }).toPass({ timeout: 120_000, intervals: [1000] });
    nats.switches.down = false;
    expect((await newcomer.signIn(`${product.origin}/members`, "tom")).status).toBe(200);
    await aged(member, token, { nats, product }, refreshInterval);
    expect((await member.follow(`${product.origin}/full`)).status).toBe(200);
  });
});
