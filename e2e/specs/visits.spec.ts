/** Visits that end early: for every copy of the cookie, and with a page that says why. */
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { expect, test } from "../fixtures/test";
import { type Visitor, visitor } from "../fixtures/visitor";

const { account, session } = words();

/** Another client with the same cookies, as a thief or a second tab has them. */
function copyOf({ cookies }: Visitor): Visitor {
  const copy = visitor();
  for (const [name, value] of cookies) copy.cookies.set(name, value);
  return copy;
}

const own = (origin: string) => ({
  origin,
  "sec-fetch-site": "same-origin",
  "content-type": "application/x-www-form-urlencoded",
});

test("after a sign-out no copy of the cookie opens anything", async ({ product }) => {
  const { origin } = product;
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  const copy = copyOf(member);
  expect((await copy.open(`${origin}/members`)).status).toBe(200);
  await member.open(origin + addresses.logout, { method: "POST", headers: own(origin) });

  const page = await copy.open(`${origin}/members`);
  expect([page.status, page.location]).toEqual([307, `${origin}/login?returnTo=%2Fmembers`]);
  const file = await copy.open(`${origin}/media/stills/anything.jpg`, { headers: { "sec-fetch-dest": "image" } });
  expect(file.status).toBe(401);
  expect((await copy.open(origin + addresses.check)).status).toBe(401);
  expect((await copy.open(origin + addresses.session)).body).toBe("null");
  const login = await copy.open(page.location ?? "");
  expect(login.location, "the sign-in starts, and does not lead back").toContain("/member/openid/authorize");
});

test("signing out on all devices ends the others, which read why and return to their page", async ({ product }) => {
  const { origin } = product;
  const [here, there] = [visitor(), visitor()];
  await here.signIn(`${origin}/members`, "fiona");
  await there.signIn(`${origin}/members`, "fiona");
  const page = await here.open(`${origin}/members/account`);
  expect(page.body).toContain(account.signOutEverywhere);
  const left = await here.open(origin + addresses.logout, {
    method: "POST",
    headers: own(origin),
    body: "everywhere=1",
  });
  expect((await here.follow(left.location ?? "")).body).toContain(session.signedOutDevices.heading);

  const ended = await there.follow(`${origin}/members/account`);
  expect(ended.body).toContain(session.ended.everywhere.heading);
  expect(ended.body).toContain("/login?returnTo=%2Fmembers%2Faccount");
  const again = await there.signIn(`${origin}/login?returnTo=/members/account`, "fiona");
  expect([again.status, again.url]).toEqual([200, `${origin}/members/account`]);
  expect(again.body, "one visit is open").not.toContain(account.signOutEverywhere);
});

test("a second browser reads that the first one has signed out all devices", async ({
  page,
  browser,
  logIn,
  product,
}) => {
  await page.goto("/members/account");
  await logIn(page, "fiona");
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(`${product.origin}/members/account`);
  await logIn(other, "fiona");
  await page.reload();
  await page.getByRole("button", { name: account.signOutEverywhere }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(session.signedOutDevices.heading);
  await other.reload();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText(session.ended.everywhere.heading);
  await context.close();
});

test("a copy of the cookie of an ended visit ends no other visits", async ({ product }) => {
  const { origin } = product;
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  const copy = copyOf(member);
  const everywhere = { method: "POST", headers: own(origin), body: "everywhere=1" };
  await member.open(origin + addresses.logout, everywhere);
  await member.signIn(`${origin}/members`, "fiona");
  await copy.open(origin + addresses.logout, everywhere);
  expect((await member.open(`${origin}/members`)).status).toBe(200);
});

test("a member who signs in elsewhere is not told of other members' visits", async ({ product }) => {
  const { origin } = product;
  const [fiona, tom] = [visitor(), visitor()];
  await fiona.signIn(`${origin}/members`, "fiona");
  await tom.signIn(`${origin}/members`, "tom");
  await fiona.open(origin + addresses.logout, { method: "POST", headers: own(origin), body: "everywhere=1" });
  expect((await tom.open(`${origin}/members`)).status).toBe(200);
});

test("NATS refuses the token of one visit: the others ask at their next page", async ({ product, nats }) => {
  const { origin } = product;
  const [one, other] = [visitor(), visitor()];
  await one.signIn(`${origin}/members`, "fiona");
  await other.signIn(`${origin}/members`, "fiona");
  nats.member("fiona").banned = true;
  nats.revokeTokens("fiona");
  expect((await other.open(`${origin}/members`)).status, "nobody has asked yet").toBe(200);
  await one.open(`${origin}${addresses.recheck}?returnTo=/members`);
  const next = await other.follow(`${origin}/members`);
  expect(next.url).toContain(nats.origin);
});

test("a token that NATS has refused opens nothing again, though NATS fails afterwards", async ({ product, nats }) => {
  const { origin } = product;
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  const copy = copyOf(member);
  nats.revokeTokens("fiona");
  await member.open(`${origin}${addresses.recheck}?returnTo=/members`);
  nats.faults.set("userinfo", { status: 500 });
  expect((await copy.open(`${origin}${addresses.check}`)).status, "a failing NATS earns grace, a refusal none").toBe(
    401,
  );
});
