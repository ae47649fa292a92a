/** The token in the sign-out form, for clients without Sec-Fetch headers and Origin. */
import { cookieOf, expect, sessionOf, test } from "../fixtures/test";
import { type Visitor, visitor } from "../fixtures/visitor";

/** The headers of w3m: nothing says which page a form was on. */
const silent = { "sec-fetch-mode": "", "sec-fetch-dest": "", "sec-fetch-site": "", "sec-fetch-user": "" };

/** Opens a page and returns the token of its sign-out form. */
async function tokenOn(page: string, client: Visitor): Promise<string> {
  const { body } = await client.open(page, { headers: silent });
  return /<input type="hidden" name="token" value="([^"]+)"/.exec(body)?.[1] ?? "";
}

/** Sends the sign-out form and returns the path that it leads to. */
async function send(fields: Record<string, string>, client: Visitor, origin: string): Promise<string> {
  const headers = { ...silent, "content-type": "application/x-www-form-urlencoded" };
  const body = `${new URLSearchParams(fields)}`;
  return new URL((await client.open(`${origin}/logout`, { method: "POST", headers, body })).location).pathname;
}

for (const page of ["/members", "/members/account", "/sign-out"]) {
  test(`w3m signs out with the form on ${page}`, async ({ product }) => {
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    const token = await tokenOn(product.origin + page, member);
    expect(await send({ token, returnTo: "/" }, member, product.origin)).toBe("/");
    expect((await member.open(`${product.origin}/members`)).status).toBe(302);
  });
}

test("no token, a made-up one, another member's or an earlier session's only asks", async ({ product, nats }) => {
  const sid = "another-session-000000";
  const visit = async (changes: Parameters<typeof cookieOf>[1]) => {
    const client = visitor();
    const [name = "", value = ""] = (await cookieOf({ product, nats }, changes)).split("=");
    client.cookies.set(name, value);
    return client;
  };
  const now = sessionOf(nats.origin).loginAt;
  const member = await visit({});
  const tokens = {
    none: "",
    "made up": "a..b.c.d",
    "the session cookie itself": [...member.cookies.values()][0] ?? "",
    "another member's": await tokenOn(`${product.origin}/members`, await visit({ sid, sub: "2" })),
    "an earlier session's": await tokenOn(`${product.origin}/members`, await visit({ sid, loginAt: now - 60 })),
  };
  for (const [name, token] of Object.entries(tokens)) {
    if (/member's|session's/.test(name)) expect(token, name).not.toBe("");
    expect(await send({ token }, member, product.origin), name).toBe("/sign-out");
  }
  expect((await member.open(`${product.origin}/members`)).status).toBe(200);
});

test("a token in an address does not sign out: addresses are kept, and handed on", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const token = await tokenOn(`${product.origin}/members`, member);
  for (const method of ["GET", "POST"]) {
    const address = `${product.origin}/logout?${new URLSearchParams({ token })}`;
    const answer = await member.open(address, { method, headers: silent });
    expect(new URL(answer.location).pathname, method).toBe("/sign-out");
  }
});
