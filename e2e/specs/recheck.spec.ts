/** The session follows the membership: after the interval one call to NATS re-reads the claims. */
import { words } from "../../app/theme/words";
import { heading, headingOf, mainLink } from "../fixtures/pages";
import { aged, agedMember, lastToken, now, refreshInterval, scriptFetch, signedIn } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { navigation, visitor } from "../fixtures/visitor";

const { account, common, full, refused } = words();

test.use({ settings: { NATS_EXPIRED_LOGIN: "on" }, switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

test("within the interval NATS is not asked; after it, one redirect asks and leads back to the same page", async ({
  product,
  nats,
}) => {
  const { member, token } = await signedIn({ nats, product });
  nats.calls.clear();
  expect((await member.open(`${product.origin}/members`)).status).toBe(200);
  expect(nats.calls.count("userinfo")).toBe(0);

  await aged(member, token, { nats, product }, refreshInterval);
  const end = await member.follow(`${product.origin}/members/account?page=2`);
  expect(end.hops.map((hop) => new URL(hop).pathname)).toEqual([
    "/members/account",
    "/api/auth/recheck",
    "/members/account",
  ]);
  expect([end.status, end.url]).toEqual([200, `${product.origin}/members/account?page=2`]);
  expect(nats.calls.count("userinfo")).toBe(1);
  expect((await member.open(`${product.origin}/members`)).status).toBe(200);
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("only a page load is rechecked by the address of the recheck", async ({ product, nats }) => {
  const member = await agedMember({ nats, product }, refreshInterval);
  nats.calls.clear();
  const recheck = `${product.origin}/api/auth/recheck?returnTo=%2Fmembers`;
  for (const headers of [scriptFetch, { ...navigation, "sec-purpose": "prefetch" }]) {
    expect((await member.open(recheck, { headers })).status, JSON.stringify(headers)).toBe(401);
  }
  expect(nats.calls.count("userinfo")).toBe(0);
  expect((await member.open(recheck)).status).toBe(302);
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("after an upgrade one press on the refusal page opens the full page, without a new sign-in", async ({
  page,
  nats,
  logIn,
}) => {
  await page.goto("/full");
  await logIn(page, "tom");
  await expect(heading(page, refused.trial.heading)).toBeVisible();
  nats.member("tom").trial = 0;
  nats.calls.clear();
  await mainLink(page, common.recheck).click();
  await expect(heading(page, full.title)).toBeVisible();
  expect([nats.calls.count("userinfo"), nats.calls.count("authorize")]).toEqual([1, 0]);
});

test("after an upgrade on NATS's own page its approval address leads back, and the claims are read again at once", async ({
  page,
  nats,
  product,
  logIn,
}) => {
  nats.switches.approvalUrl = `${product.origin}/api/auth/recheck?returnTo=%2Ffull`;
  await page.goto("/full");
  await logIn(page, "tom");
  await mainLink(page, common.upgrade).click();
  await page.getByRole("button", { name: "Upgrade now" }).click();
  await expect(page).toHaveURL(`${product.origin}/full`);
  await expect(heading(page, full.title)).toBeVisible();
});

test("pressing the check again and again at once costs one call", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  nats.calls.clear();
  for (let press = 0; press < 4; press++) {
    const end = await member.follow(`${product.origin}/api/auth/recheck?returnTo=%2Fmembers%2Faccount`);
    expect(end.url).toBe(`${product.origin}/members/account`);
  }
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("an upgrade right after a check opens the page at the next press, and NATS's silence is said", async ({
  page,
  nats,
  logIn,
}) => {
  await page.goto("/full");
  await logIn(page, "tom");
  await mainLink(page, common.recheck).click();
  await expect(heading(page, refused.trial.heading)).toBeVisible();
  nats.faults.set("userinfo", { status: 503 });
  await expect(async () => {
    await mainLink(page, common.recheck).click();
    await expect(page.getByText(common.notChecked)).toBeVisible({ timeout: 500 });
  }).toPass();
  nats.faults.clear();
  nats.member("tom").trial = 0;
  // Answers younger than two seconds are shared.
  await expect(async () => {
    await mainLink(page, common.recheck).click();
    await expect(heading(page, full.title)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 8000 });
});

test("the account page offers the check, and says when the last one was", async ({ page, logIn, signInAs, nats }) => {
  await page.goto("/members/account");
  await logIn(page, "fiona");
  const at = now() - 240;
  await signInAs(page, {
    sub: "71",
    token: lastToken(nats.calls),
    checkedAt: at,
    triedAt: at,
  });
  await page.goto("/members/account");
  const lastChecked = page.locator("dl > div").filter({ has: page.getByText(account.checked, { exact: true }) });
  const shows = (from: number) =>
    expect(async () => {
      const words = Array.from({ length: 30 }, (_, passed) => account.ago(from + passed));
      expect(words).toContain(await lastChecked.locator("dd").textContent());
    }).toPass();
  await shows(240);
  await mainLink(page, common.recheck).click();
  await shows(0);
  await expect(page).toHaveURL("/members/account");
});

for (const { name, change, status, words } of [
  { name: "a membership that expires", change: { status: 2 as const }, status: 403, words: refused.expired },
  { name: "a membership that is a trial again", change: { trial: 1 as const }, status: 403, words: refused.trial },
  {
    name: "a claim that is withdrawn",
    change: { claims: { remove: ["trial"] } },
    status: 403,
    words: refused.unknown,
  },
]) {
  test(`${name} at NATS shows at the next page load after the interval`, async ({ product, nats }) => {
    const member = visitor();
    await member.signIn(`${product.origin}/full`, "fiona");
    await aged(member, lastToken(nats.calls), { nats, product }, refreshInterval);
    Object.assign(nats.member("fiona"), change);
    const end = await member.follow(`${product.origin}/full`);
    expect(end.status).toBe(status);
    expect(headingOf(end.body)).toBe(words.heading);
    expect(product.logged("recheck").at(-1)).toMatchObject({ outcome: "changed" });
  });
}

for (const { name, act, outcome } of [
  { name: "a ban", act: "ban", outcome: "revoked" },
  { name: "a sign-out everywhere at NATS", act: "revoke", outcome: "revoked" },
  { name: "another member's answer", act: "foreign", outcome: "other_member" },
] as const) {
  test(`${name} ends the session at that request`, async ({ product, nats }) => {
    const member = await agedMember({ nats, product }, refreshInterval);
    if (act === "ban") nats.member("fiona").banned = true;
    if (act === "revoke") nats.revokeTokens("fiona");
    if (act === "foreign") nats.faults.set("userinfo", { set: { sub: "999" } });
    const end = await member.follow(`${product.origin}/members`);
    expect(headingOf(end.body)).toBe("Member login");
    expect(member.cookies.has("members.session")).toBe(false);
    expect(product.logged("recheck").at(-1)).toMatchObject({ outcome });
  });
}

test("the console changes a member, and the next check sees it", async ({ page, nats, logIn, context }) => {
  await page.goto("/full");
  await logIn(page, "tom");
  const desk = await context.newPage();
  await desk.goto(`${nats.origin}/_control/`);
  await desk.getByRole("button", { name: /^Make full tom/ }).click();
  await mainLink(page, common.recheck).click();
  await expect(heading(page, full.title)).toBeVisible();
});
