/** The session follows the membership: changes at NATS are seen within the interval, by one call, and its outages are survived. */

import { withProduct } from "../fixtures/product";
import { expect, sealedFor, sessionOf, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const interval = 300;
const grace = 600;

test.use({ settings: { NATS_EXPIRED_LOGIN: "on" }, switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

const now = () => Math.floor(Date.now() / 1000);

/** Makes a visitor's session older: as if its claims had been read `age` seconds ago. */
async function aged(
  member: ReturnType<typeof visitor>,
  token: string,
  { nats, product }: { nats: { origin: string }; product: { origin: string } },
  age: number,
  changes = {},
): Promise<void> {
  const at = now() - age;
  const session = sessionOf(nats.origin, {
    sub: "71",
    token,
    loginAt: at,
    checkedAt: at,
    triedAt: at,
    exp: now() + 20_000,
    ...changes,
  });
  member.cookies.set("members.session", await sealedFor(product.origin, session));
}

/** The access token NATS gave last. */
function lastToken(calls: {
  list: readonly { endpoint: string; headers: Readonly<Record<string, string>> }[];
}): string {
  return calls.list.findLast((call) => call.endpoint === "userinfo")?.headers.authorization?.slice(7) ?? "";
}

test("within the interval NATS is not asked; after it, one hop asks and leads to the very page", async ({
  product,
  nats,
}) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const token = lastToken(nats.calls);
  nats.calls.clear();
  expect((await member.open(`${product.origin}/members`)).status).toBe(200);
  expect(nats.calls.count("userinfo")).toBe(0);

  await aged(member, token, { nats, product }, interval);
  const end = await member.follow(`${product.origin}/members/latest?page=2`);
  expect(end.hops.map((hop) => new URL(hop).pathname)).toEqual([
    "/members/latest",
    "/api/auth/recheck",
    "/members/latest",
  ]);
  expect([end.status, end.url]).toEqual([200, `${product.origin}/members/latest?page=2`]);
  expect(nats.calls.count("userinfo")).toBe(1);
  expect((await member.open(`${product.origin}/members`)).status).toBe(200);
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("upgraded: the full page opens without a new sign-in, by one press on the refusal page", async ({
  page,
  nats,
  logIn,
}) => {
  await page.goto("/full");
  await logIn(page, "tom");
  await expect(page.getByRole("heading", { level: 1, name: "This part is for full members" })).toBeVisible();
  nats.member("tom").trial = 0;
  nats.calls.clear();
  await page.getByRole("link", { name: "Check my membership again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The full collection" })).toBeVisible();
  expect([nats.calls.count("userinfo"), nats.calls.count("authorize")]).toEqual([1, 0]);
});

test("upgraded at NATS's own page: its approval address leads back, read again at once", async ({
  page,
  nats,
  product,
  logIn,
}) => {
  nats.switches.approvalUrl = `${product.origin}/api/auth/recheck?returnTo=%2Ffull`;
  await page.goto("/full");
  await logIn(page, "tom");
  await page.getByRole("link", { name: "Upgrade" }).click();
  await page.getByRole("button", { name: "Upgrade now" }).click();
  await expect(page).toHaveURL(`${product.origin}/full`);
  await expect(page.getByRole("heading", { level: 1, name: "The full collection" })).toBeVisible();
});

test("checked by hand again and again: one call in ten seconds", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  nats.calls.clear();
  for (let press = 0; press < 4; press++) {
    const end = await member.follow(`${product.origin}/api/auth/recheck?returnTo=%2Fmembers%2Faccount`);
    expect(end.url).toBe(`${product.origin}/members/account`);
  }
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("the account page offers the check, too, and says when the last one was", async ({
  page,
  logIn,
  signInAs,
  nats,
}) => {
  await page.goto("/members/account");
  await logIn(page, "fiona");
  const at = now() - 240;
  await signInAs(page, {
    sub: "71",
    token: lastToken(nats.calls),
    loginAt: now() - 7200,
    checkedAt: at,
    triedAt: at,
  });
  await page.goto("/members/account");
  await expect(page.getByText("4 minutes ago", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Check my membership again" }).click();
  await expect(page.getByText("just now", { exact: true })).toBeVisible();
  await expect(page).toHaveURL("/members/account");
});

for (const { name, change, status, heading } of [
  { name: "expired", change: { status: 2 as const }, status: 403, heading: "Your membership has ended" },
  { name: "back to trial", change: { trial: 1 as const }, status: 403, heading: "This part is for full members" },
  {
    name: "claims withdrawn",
    change: { claims: { remove: ["trial"] } },
    status: 403,
    heading: "We could not confirm your membership",
  },
]) {
  test(`${name} at NATS: the next page load after the interval says so`, async ({ product, nats }) => {
    const member = visitor();
    await member.signIn(`${product.origin}/full`, "fiona");
    await aged(member, lastToken(nats.calls), { nats, product }, interval);
    Object.assign(nats.member("fiona"), change);
    const end = await member.follow(`${product.origin}/full`);
    expect(end.status).toBe(status);
    expect(end.body).toContain(heading);
    expect(product.logged("recheck").at(-1)).toMatchObject({ outcome: "changed" });
  });
}

for (const { name, act, outcome } of [
  { name: "banned", act: "ban", outcome: "revoked" },
  { name: "signed out everywhere by NATS", act: "revoke", outcome: "revoked" },
  { name: "another member's answer", act: "foreign", outcome: "other_member" },
] as const) {
  test(`${name}: the session is over at that request`, async ({ product, nats }) => {
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    await aged(member, lastToken(nats.calls), { nats, product }, interval);
    if (act === "ban") nats.member("fiona").banned = true;
    if (act === "revoke") nats.revokeTokens("fiona");
    if (act === "foreign") nats.faults.set("userinfo", { set: { sub: "999" } });
    const end = await member.follow(`${product.origin}/members`);
    expect(end.body).toContain("Member login");
    expect(member.cookies.has("members.session")).toBe(false);
    expect(product.logged("recheck").at(-1)).toMatchObject({ outcome });
  });
}

for (const { name, fault, outcome } of [
  { name: "NATS refusing our address", fault: { status: 403 }, outcome: "not_listed" },
  { name: "NATS failing", fault: { status: 500 }, outcome: "provider_unreachable" },
  { name: "NATS answering rubbish", fault: { status: 200, body: "<html>" }, outcome: "bad_userinfo" },
  { name: "NATS answering without end", fault: { hugeBody: 2_000_000 }, outcome: "provider_unreachable" },
  { name: "an answer signed with another key", fault: { signed: true, wrongKey: true }, outcome: "bad_userinfo" },
  { name: "NATS sending us elsewhere", fault: { redirectTo: "http://localhost:9/" }, outcome: "provider_unreachable" },
]) {
  test(`${name}: members keep what they had within the grace, then a 503 page; then all heals`, async ({ nats }) => {
    await withProduct(nats, {}, async (product) => {
      const member = visitor();
      await member.signIn(`${product.origin}/full`, "fiona");
      const token = lastToken(nats.calls);
      nats.faults.set("userinfo", fault);
      nats.calls.clear();

      await aged(member, token, { nats, product }, interval);
      expect((await member.follow(`${product.origin}/full`)).status).toBe(200);
      expect(nats.calls.count("userinfo")).toBe(1);
      const line = product.logged("recheck").at(-1);
      expect(line).toMatchObject({ outcome });
      if (outcome === "not_listed") expect(line?.operator).toContain("MEMBER_OPENID_SECURE_IPS");
      // The try is stamped: the next page load asks nobody.
      expect((await member.open(`${product.origin}/full`)).status).toBe(200);
      expect(nats.calls.count("userinfo")).toBe(1);

      await aged(member, token, { nats, product }, interval + grace);
      const closed = await member.follow(`${product.origin}/full`);
      expect([closed.status, closed.headers["retry-after"], closed.url]).toEqual([
        503,
        "120",
        `${product.origin}/full`,
      ]);
      expect(closed.hops.length).toBeLessThanOrEqual(3);
      expect(closed.body).not.toContain("The full collection");
      expect(closed.body).toContain("We cannot reach your membership right now");
      expect(closed.body).toContain('href="/full"');
      const json = await member.open(`${product.origin}/members/me`, {
        headers: { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", accept: "*/*" },
      });
      expect(json.status).toBe(503);

      nats.faults.clear();
      await aged(member, token, { nats, product }, interval + grace);
      expect((await member.follow(`${product.origin}/full`)).status).toBe(200);
    });
  });
}

test("NATS stopped: members keep watching, newcomers get the 503 page; NATS back: all heals by itself", async ({
  nats,
}) => {
  await withProduct(nats, {}, async (product) => {
    const member = visitor();
    await member.signIn(`${product.origin}/full`, "fiona");
    const token = lastToken(nats.calls);
    await aged(member, token, { nats, product }, interval);
    nats.switches.down = true;
    expect((await member.follow(`${product.origin}/full`)).status).toBe(200);

    // Half a minute after the last word from NATS, a newcomer is told here instead of being sent to a dead page.
    const newcomer = visitor();
    await expect(async () => {
      const end = await newcomer.follow(`${product.origin}/members`);
      expect([end.status, new URL(end.url).origin, end.headers["retry-after"]]).toEqual([503, product.origin, "120"]);
    }).toPass({ timeout: 120_000, intervals: [1000] });
    nats.switches.down = false;
    expect((await newcomer.signIn(`${product.origin}/members`, "tom")).status).toBe(200);
    await aged(member, token, { nats, product }, interval);
    expect((await member.follow(`${product.origin}/full`)).status).toBe(200);
  });
});

test("however many requests at once, one call", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  await aged(member, lastToken(nats.calls), { nats, product }, interval);
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

test("twelve tabs that wake up together all come back to their pages, by one call", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  await aged(member, lastToken(nats.calls), { nats, product }, interval);
  const cookie = `members.session=${member.cookies.get("members.session")}`;
  nats.calls.clear();
  const pages = Array.from({ length: 12 }, (_, index) => `${product.origin}/members/latest?page=${index + 1}`);
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

test("at most twenty calls under way; the others keep their claims for now", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const token = lastToken(nats.calls);
  nats.faults.set("userinfo", { delayMs: 1500 });
  nats.calls.clear();
  const statuses = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const other = visitor();
      await aged(other, token, { nats, product }, interval);
      return (await other.follow(`${product.origin}/members`)).status;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(nats.calls.count("userinfo")).toBeLessThanOrEqual(20);
});

test("prefetches and Next's own fetches never cause a call; a click in the app loads the document and asks", async ({
  product,
  nats,
}) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const token = lastToken(nats.calls);
  await aged(member, token, { nats, product }, interval);
  nats.calls.clear();
  const router = {
    rsc: "1",
    "next-url": "/members",
    "sec-fetch-mode": "cors",
    "sec-fetch-dest": "empty",
    accept: "*/*",
  };
  for (const headers of [router, { ...router, "next-router-prefetch": "1" }, { "sec-purpose": "prefetch" }]) {
    const first = await member.open(`${product.origin}/members/latest`, { headers });
    const answer = first.status === 307 ? await member.open(first.location, { headers }) : first;
    if ("rsc" in headers) expect(answer.status).toBe(401);
    for (const path of ["/api/auth/recheck?returnTo=%2Fmembers"]) {
      const direct = await member.open(product.origin + path, { headers });
      expect((direct.status === 307 ? await member.open(direct.location, { headers }) : direct).status).toBe(401);
    }
  }
  expect(nats.calls.count("userinfo")).toBe(0);
});

test("route handlers and server actions ask in their guard, and renew the cookie", async ({ product, nats, page }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const token = lastToken(nats.calls);
  await aged(member, token, { nats, product }, interval);
  nats.member("fiona").trial = 1;
  nats.calls.clear();
  const script = { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", accept: "*/*" };
  const answer = await member.open(`${product.origin}/members/me`, { headers: script });
  expect(JSON.parse(answer.body).claims.trial).toBe("1");
  expect((await member.open(`${product.origin}/members/me`, { headers: script })).status).toBe(200);
  expect(nats.calls.count("userinfo")).toBe(1);

  await member.open(`${product.origin}/members`);
  const fresh = sessionOf(nats.origin, { sub: "71", token });
  await page
    .context()
    .addCookies([{ name: "members.session", value: await sealedFor(product.origin, fresh), url: product.origin }]);
  await page.goto("/members/suggest");
  const old = { ...fresh, checkedAt: now() - interval, triedAt: now() - interval };
  await page
    .context()
    .addCookies([{ name: "members.session", value: await sealedFor(product.origin, old), url: product.origin }]);
  nats.calls.clear();
  await page.getByLabel("Your suggestion").fill("The weir");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Thank you.")).toBeVisible();
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("a picture that is refused asks nobody, however old the claims", async ({ product, nats }) => {
  const member = visitor();
  const trial = { claims: { username: "tom", trial: "1", status: "1" } };
  await aged(member, "a-token", { nats, product }, interval, trial);
  const image = { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", accept: "image/*" };
  expect((await member.open(`${product.origin}/full/still.webp`, { headers: image })).status).toBe(403);
  expect(nats.calls.count("userinfo")).toBe(0);
});

test("a banned member's server action ends at the sign-in", async ({ product, nats, page, logIn }) => {
  await page.goto("/members/suggest");
  await logIn(page, "fiona");
  await expect(page.getByLabel("Your suggestion")).toBeVisible();
  const token = lastToken(nats.calls);
  const at = now() - interval;
  const old = sessionOf(nats.origin, { sub: "71", token, loginAt: at, checkedAt: at, triedAt: at });
  await page
    .context()
    .addCookies([{ name: "members.session", value: await sealedFor(product.origin, old), url: product.origin }]);
  nats.member("fiona").banned = true;
  await page.getByLabel("Your suggestion").fill("Never to be sent");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { name: "Member login" })).toBeVisible();
  expect(product.output()).not.toContain("Never to be sent");
});

test("OIDCUserInfoRefreshInterval never: no token in the cookie, nobody asked", async ({ nats }) => {
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

test("never: upgraded at NATS, the check signs in anew without a word typed; NATS down costs nobody the session", async ({
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

test("rechecks switched on after `never`: old sessions are led through a sign-in, to their page", async ({
  product,
  nats,
}) => {
  nats.switches.singleSignOn = true;
  const member = visitor();
  await member.signIn(`${product.origin}/full`, "fiona");
  const at = now() - interval;
  await aged(member, "", { nats, product }, interval, { token: undefined, loginAt: at });
  nats.member("fiona").status = 2;
  const end = await member.follow(`${product.origin}/full`);
  expect([end.status, end.url]).toEqual([403, `${product.origin}/full`]);
  expect(end.body).toContain("Your membership has ended");
});

test("OIDCUserInfoRefreshInterval always: older than five seconds is old", async ({ nats }) => {
  await withProduct(nats, { OIDC_USER_INFO_REFRESH_INTERVAL: "always" }, async (product) => {
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    const token = lastToken(nats.calls);
    nats.calls.clear();
    await aged(member, token, { nats, product }, 3);
    expect((await member.open(`${product.origin}/members`)).status).toBe(200);
    await aged(member, token, { nats, product }, 6);
    expect((await member.follow(`${product.origin}/members`)).status).toBe(200);
    expect(nats.calls.count("userinfo")).toBe(1);
  });
});

test("a browser that does not keep the renewed cookie ends on a page, not in a loop", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  await aged(member, lastToken(nats.calls), { nats, product }, interval);
  const old = member.cookies.get("members.session") ?? "";
  member.cookies.set = function () {
    return this;
  };
  let end = await member.follow(`${product.origin}/members`);
  for (let reload = 0; reload < 3 && end.location; reload++) end = await member.follow(end.url);
  expect(member.cookies.get("members.session")).toBe(old);
  expect(end.body).toContain("We need one cookie");
});

test("the console changes a member, and the next check sees it", async ({ page, nats, logIn, context }) => {
  await page.goto("/full");
  await logIn(page, "tom");
  const desk = await context.newPage();
  await desk.goto(`${nats.origin}/_control/`);
  await desk.getByRole("button", { name: /^Make full tom/ }).click();
  await page.getByRole("link", { name: "Check my membership again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The full collection" })).toBeVisible();
});

test("a banned member loses files within ten minutes by default: no new link after the interval, and the last one ends", async ({
  nats,
}) => {
  const signed = {
    MEDIA_SIGN: "nginx",
    MEDIA_SIGN_BASE_URL: "https://files.example/media",
    MEDIA_SIGN_KEY: "tests-only-0123456789",
  };
  await withProduct(nats, signed, async (product) => {
    const link = `${product.origin}/media-link?path=%2Fmedia%2Ffull%2Flast-light.webm`;
    const script = { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", accept: "*/*" };
    const member = visitor();
    await member.signIn(`${product.origin}/full`, "fiona");
    const token = lastToken(nats.calls);
    nats.member("fiona").banned = true;
    // The last moment at which old claims still make a link.
    await aged(member, token, { nats, product }, interval - 2);
    const { url, expires } = JSON.parse((await member.open(link, { headers: script })).body);
    expect(url).toContain("https://files.example/media/full/");
    expect(expires - now() + interval).toBeLessThanOrEqual(600);
    // From then on there is none, nor the file itself.
    await aged(member, token, { nats, product }, interval);
    expect((await member.open(link, { headers: script })).status).toBe(401);
    await aged(member, token, { nats, product }, interval);
    expect((await member.open(`${product.origin}/media/full/last-light.webm`, { headers: script })).status).toBe(401);
  });
});
