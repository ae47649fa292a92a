/** How soon a change at NATS shows, by OIDCUserInfoRefreshInterval. */
import { words } from "../../app/theme/words";
import { headingOf } from "../fixtures/pages";
import { withProduct } from "../fixtures/product";
import { aged, lastToken, now, refreshInterval, scriptFetch, signedIn } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { refused } = words();

test.use({ settings: { NATS_EXPIRED_LOGIN: "on" }, switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

test("OIDCUserInfoRefreshInterval never: the cookie holds no token, and NATS is not asked", async ({ nats }) => {
  await withProduct(nats, { OIDC_USER_INFO_REFRESH_INTERVAL: "never" }, async (product) => {
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    const withToken = visitor();
    await aged(withToken, lastToken(nats.calls), { nats, product }, 0);
    expect(member.cookies.get("members.session")?.length).toBeLessThan(
      (withToken.cookies.get("members.session")?.length ?? 0) - 20,
    );
    nats.calls.clear();
    await aged(member, "", { nats, product }, 20_000 - 100, { token: undefined, seenAt: now() });
    expect((await member.open(`${product.origin}/members`)).status).toBe(200);
    expect(nats.calls.count("userinfo")).toBe(0);
  });
});

test("never: after an upgrade the check signs in again by itself; while NATS is down it keeps the session", async ({
  nats,
}) => {
  await withProduct(nats, { OIDC_USER_INFO_REFRESH_INTERVAL: "never" }, async (product) => {
    const check = `${product.origin}/api/auth/recheck?returnTo=%2Ffull`;
    nats.switches.singleSignOn = true;
    const member = visitor();
    expect((await member.signIn(`${product.origin}/full`, "tom")).status).toBe(403);
    nats.member("tom").trial = 0;
    expect(await member.follow(check)).toMatchObject({ status: 200, url: `${product.origin}/full` });
    nats.switches.down = true;
    await member.follow(check).catch(() => undefined);
    expect((await member.open(`${product.origin}/full`)).status).toBe(200);
  });
});

test("rechecks switched on after `never`: old sessions are led through a sign-in and back to their page", async ({
  product,
  nats,
}) => {
  nats.switches.singleSignOn = true;
  const member = visitor();
  await member.signIn(`${product.origin}/full`, "fiona");
  const at = now() - refreshInterval;
  await aged(member, "", { nats, product }, refreshInterval, { token: undefined, loginAt: at });
  nats.member("fiona").status = 2;
  const end = await member.follow(`${product.origin}/full`);
  expect([end.status, end.url]).toEqual([403, `${product.origin}/full`]);
  expect(headingOf(end.body)).toBe(refused.expired.heading);
});

test("OIDCUserInfoRefreshInterval always: claims older than five seconds are read again", async ({ nats }) => {
  await withProduct(nats, { OIDC_USER_INFO_REFRESH_INTERVAL: "always" }, async (product) => {
    const { member, token } = await signedIn({ nats, product });
    nats.calls.clear();
    await aged(member, token, { nats, product }, 3);
    expect((await member.open(`${product.origin}/members`)).status).toBe(200);
    await aged(member, token, { nats, product }, 6);
    expect((await member.follow(`${product.origin}/members`)).status).toBe(200);
    expect(nats.calls.count("userinfo")).toBe(1);
  });
});

test("a banned member loses the files within ten minutes by default: no new link after the interval, and the last one ends", async ({
  nats,
}) => {
  const signed = {
    MEDIA_SIGN: "nginx",
    MEDIA_SIGN_BASE_URL: "https://files.example/media",
    MEDIA_SIGN_KEY: "tests-only-0123456789",
  };
  await withProduct(nats, signed, async (product) => {
    const link = `${product.origin}/media-link?path=%2Fmedia%2Ffull%2Fany.webm`;
    const { member, token } = await signedIn({ nats, product }, "/full");
    nats.member("fiona").banned = true;
    // Old claims still make a link just before the interval ends.
    await aged(member, token, { nats, product }, refreshInterval - 2);
    const { url, expires } = JSON.parse((await member.open(link, { headers: scriptFetch })).body);
    expect(url).toContain("https://files.example/media/full/");
    expect(expires - now() + refreshInterval).toBeLessThanOrEqual(600);
    // Afterwards the member gets neither a link nor the file itself.
    await aged(member, token, { nats, product }, refreshInterval);
    expect((await member.open(link, { headers: scriptFetch })).status).toBe(401);
    await aged(member, token, { nats, product }, refreshInterval);
    expect((await member.open(`${product.origin}/media/full/any.webm`, { headers: scriptFetch })).status).toBe(401);
  });
});
