/** Who a member is: issuer and subject, whatever the name, and whatever another provider says. */
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { memberHash } from "../../lib/log";
import { nameOn } from "../fixtures/pages";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request, type Visitor, visitor } from "../fixtures/visitor";

const { session } = words();

const longAgo = () => Math.floor(Date.now() / 1000) - 400;

function signOut(member: Visitor, origin: string, body: string) {
  const headers = { origin, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
  return member.open(origin + addresses.logout, { method: "POST", headers, body });
}

test("a member renamed at NATS stays the same member: one name in the log, and visits that end together", async ({
  product,
  nats,
}) => {
  const { origin } = product;
  const [before, after] = [visitor(), visitor()];
  await before.signIn(`${origin}/members`, "fiona");
  nats.member("fiona").username = "fiona-married";
  const page = await after.signIn(`${origin}/members`, "fiona");
  expect(nameOn(page.body)).toBe("fiona-married");
  const renewed = await before.follow(`${origin}${addresses.recheck}?returnTo=/members`);
  expect(nameOn(renewed.body), "the older visit learns the new name").toBe("fiona-married");

  const named = product.logged("sign_in").slice(-2);
  const reference = await memberHash(nats.origin, nats.member("fiona").memberid);
  expect(named.map(({ member }) => member)).toEqual([reference, reference]);
  await signOut(after, origin, "everywhere=1");
  expect((await before.follow(`${origin}/members`)).body).toContain(session.ended.everywhere.heading);
});

test("a member who takes the former name of another is not that member", async ({ product, nats }) => {
  const { origin } = product;
  const [fiona, tom] = [visitor(), visitor()];
  await fiona.signIn(`${origin}/members`, "fiona");
  nats.member("fiona").username = "fiona-married";
  nats.member("tom").username = "fiona";
  await tom.signIn(`${origin}/members`, "tom");
  await signOut(tom, origin, "everywhere=1");
  expect((await fiona.open(`${origin}/members`)).status).toBe(200);
});

test("a session of another issuer is not the same member: an end there ends nothing here", async ({
  product,
  nats,
}) => {
  const { origin } = product;
  const here = await cookieOf({ nats, product });
  const there = await cookieOf({ nats: { origin: "https://former.example" }, product });
  const own = { origin, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
  const open = (cookie: string) => request(`${origin}/members`, { headers: { ...navigation, cookie } });
  expect((await open(there)).status).toBe(200);
  expect((await open(here)).status).toBe(200);
  await request(origin + addresses.logout, {
    method: "POST",
    headers: { ...own, cookie: there },
    body: "everywhere=1",
  });
  expect((await open(there)).status).not.toBe(200);
  expect((await open(here)).status).toBe(200);
});

test("a session of another issuer is over at its recheck, and its token goes to no other provider", async ({
  product,
  nats,
}) => {
  const { origin } = product;
  const times = { loginAt: longAgo(), checkedAt: longAgo(), triedAt: longAgo() };
  const member = visitor();
  const [name = "", value = ""] = (
    await cookieOf(
      { nats: { origin: "https://former.example" }, product },
      { ...times, sub: "2", token: "token-of-the-former-provider" },
    )
  ).split("=");
  member.cookies.set(name, value);
  const end = await member.follow(`${origin}/members`);
  expect(new URL(end.url).origin, "NATS's login page").toBe(nats.origin);
  expect(nats.calls.count("userinfo")).toBe(0);
  expect(product.logged("recheck").at(-1)).toMatchObject({ outcome: "other_member" });
});
