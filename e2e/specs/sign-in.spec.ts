/** Sign-in as people really do it: many tabs, Back, bookmarks, long waits, cookies off. Each ends on the page or on one that explains. */

import { flowCookie, flowCookieName, flowSeconds, startFlow } from "../../lib/session/flow";
import { readSettings } from "../../lib/settings/read";
import type { Product } from "../fixtures/product";
import { expect, sessionOf, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const session = "members.session";

function settingsOf(product: Product) {
  const result = readSettings(product.settings);
  if ("faults" in result) throw new Error("bad test settings");
  return result.settings;
}

test("twelve tabs sign in at once and finish in any order, each on its own page", async ({
  context,
  logIn,
  product,
}) => {
  const tabs = [];
  for (let number = 1; number <= 12; number++) {
    const tab = await context.newPage();
    await tab.goto(`/members/latest?page=${number}`);
    tabs.push({ tab, number });
  }
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("members.flow."));
  expect(cookies).toHaveLength(12);
  for (const { name, value } of cookies) expect(`${name}=${value}`.length).toBeLessThanOrEqual(350);
  for (const { tab, number } of tabs.sort((a, b) => ((a.number * 7) % 13) - ((b.number * 7) % 13))) {
    await logIn(tab, "fiona");
    await expect(tab).toHaveURL(`${product.origin}/members/latest?page=${number}`);
  }
});

test("a thirteenth tab drops the oldest attempt, which then explains itself with one button", async ({ product }) => {
  const member = visitor();
  const first = await member.follow(`${product.origin}/members/latest?page=1`);
  for (let number = 2; number <= 13; number++) await member.follow(`${product.origin}/members/latest?page=${number}`);
  expect([...member.cookies.keys()].filter((name) => name.startsWith("members.flow."))).toHaveLength(12);
  const action = /<form[^>]+action="([^"]+)"/.exec(first.body)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const end = await member.follow(new URL(action, first.url).href, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "member=fiona",
  });
  expect(end.status).toBe(400);
  expect(end.body).toContain("Sign-in did not finish");
  expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "stale" });
});

test("Back from the members area does not trap the member at NATS, forward leads in again", async ({ page, logIn }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Enter" }).first().click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members");
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1, name: "Welcome, fiona" })).toBeVisible();
});

test("the return address opened again leads to its page while signed in, and explains itself afterwards", async ({
  page,
  logIn,
}) => {
  let callback = "";
  page.on("request", (request) => {
    if (request.url().includes("/api/auth/callback/nats?")) callback = request.url();
  });
  await page.goto("/members/latest?page=2");
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members/latest?page=2");
  await page.goto(callback);
  await expect(page).toHaveURL("/members/latest?page=2");

  await page.context().clearCookies({ name: session });
  await page.goto(callback);
  await expect(page.getByRole("heading", { level: 1, name: "Sign-in did not finish" })).toBeVisible();
  expect(await page.getByRole("link", { name: "Try again" }).getAttribute("href")).toBe(
    "/login?returnTo=%2Fmembers%2Flatest%3Fpage%3D2",
  );
});

test("the return address opened again after a sign-out says that it was used, not that cookies are off", async ({
  product,
}) => {
  const member = visitor();
  const end = await member.signIn(`${product.origin}/members/account`, "fiona");
  const callback = end.hops.find((hop) => hop.includes("/api/auth/callback/nats")) ?? "";
  await member.open(`${product.origin}/logout`, {
    method: "POST",
    headers: { "sec-fetch-site": "same-origin", origin: product.origin },
  });
  const again = await member.follow(callback);
  expect(again.status).toBe(400);
  expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "reused" });
});

test("a very long address is remembered without its query, and its cookie stays small", async ({ product }) => {
  const member = visitor();
  const end = await member.signIn(`${product.origin}/members/latest?page=2&x=${"y".repeat(1500)}`, "fiona");
  expect(end.url).toBe(`${product.origin}/members/latest`);
  for (const [name, value] of member.cookies) expect(`${name}=${value}`.length).toBeLessThan(1100);
});

test("twenty times the same answer at once is one code redeemed and one session", async ({ nats, product }) => {
  const member = visitor();
  const callback = await member.logIn(`${product.origin}/members`, "fiona");
  nats.calls.clear();
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => visitor().open(callback, { headers: { cookie } })),
  );
  for (const answer of answers) expect(answer.location).toBe(`${product.origin}/members`);
  expect(nats.calls.count("token")).toBe(1);
});

test("a bookmarked login page of NATS, used in another browser, ends on a page with one button that works", async ({
  product,
}) => {
  const login = await visitor().follow(`${product.origin}/members`);
  const other = visitor();
  const end = await other.signIn(login.url, "fiona");
  expect(end.status).toBe(400);
  expect(end.body).toContain("We need one cookie");
  const again = await other.signIn(`${product.origin}/login?returnTo=%2Fmembers`, "fiona");
  expect(again.url).toBe(`${product.origin}/members`);
});

for (const { name, age, status } of [
  { name: "an hour at the login page is no problem", age: 3600, status: 302 },
  { name: "after a day at the login page one button leads on to the same page", age: 86_000, status: 400 },
]) {
  test(name, async ({ product, page }) => {
    const settings = settingsOf(product);
    const now = Math.floor(Date.now() / 1000);
    // As /login made it, so long ago.
    const flow = await startFlow("/members/latest?page=2", settings, now - age);
    const cookie = await flowCookie(flow, settings);
    await page.context().addCookies([{ name: cookie.name, value: cookie.value, url: product.origin }]);
    const answer = await page.request.get(`${product.origin}/api/auth/callback/nats?state=${flow.state}&code=made-up`, {
      maxRedirects: 0,
    });
    const failed = product.logged("sign_in_failed").at(-1);
    // The code is made up, so NATS refuses it: but only the fresh one is ever asked about.
    expect(failed).toMatchObject({ code: status === 302 ? "code_rejected" : "stale" });
    await page.goto(answer.headers().location ?? "");
    expect(await page.getByRole("link", { name: "Try again" }).getAttribute("href")).toBe(
      "/login?returnTo=%2Fmembers%2Flatest%3Fpage%3D2",
    );
  });
}

test("cancelling at NATS leads to a page that says so, and back in", async ({ page, nats, logIn }) => {
  nats.switches.cancel = "accessDenied";
  await page.goto("/members/account");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByText("You left the sign-in page before it was done.")).toBeVisible();
  await page.getByRole("link", { name: "Try again" }).click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members/account");
});

test("with cookies blocked, two page loads end on a page that says which cookie we need", async ({ product }) => {
  const member = visitor();
  member.cookies.set = () => member.cookies; // A browser that keeps none.
  const login = await member.follow(`${product.origin}/members/account`);
  const end = await member.signIn(login.url, "fiona");
  expect(end.status).toBe(400);
  expect(end.body).toContain("We need one cookie");
  expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "cookies" });
});

test.describe("the return address as nobody should open it", () => {
  for (const { name, query, method, to, code } of [
    { name: "bare", query: "", method: "GET", to: "/members", code: undefined },
    { name: "by POST", query: "?code=a&state=b", method: "POST", to: "/sign-in-failed", code: "bad_callback" },
    {
      name: "with a state twice",
      query: "?code=a&state=b&state=c",
      method: "GET",
      to: "/sign-in-failed",
      code: "bad_callback",
    },
    {
      name: "with a code twice",
      query: "?code=a&code=b&state=c",
      method: "GET",
      to: "/sign-in-failed",
      code: "bad_callback",
    },
    {
      name: "with a made-up state",
      query: "?code=a&state=AAAAAAAAAAAAAAAAAAAAAAAAAAA",
      method: "GET",
      to: "/sign-in-failed",
      code: "bad_callback",
    },
    {
      name: "with markup",
      query: "?error=<script>alert(1)</script>&error_description=<b>x</b>&state=<i>",
      method: "GET",
      to: "/sign-in-failed",
      code: "bad_callback",
    },
    { name: "with separators only", query: "?&", method: "GET", to: "/members", code: undefined },
  ]) {
    test(`${name}: leads somewhere sensible and echoes nothing`, async ({ product }) => {
      const member = visitor();
      const first = await member.open(`${product.origin}/api/auth/callback/nats${query}`, { method });
      expect([302, 303]).toContain(first.status);
      expect(new URL(first.location).pathname).toBe(to);
      expect(first.headers["cache-control"]).toBe("private, no-store");
      const end = await member.follow(first.location);
      expect(end.body).not.toMatch(/<script>alert|<b>x|<i>/);
      if (code) expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code });
      expect(member.cookies.has(session)).toBe(false);
    });
  }
});

test("a session planted beforehand is never adopted: a sign-in makes a new one", async ({
  page,
  signInAs,
  product,
  logIn,
}) => {
  await signInAs(page, { loginAt: 1, seenAt: 1, exp: 2 });
  const before = (await page.context().cookies()).find(({ name }) => name === session)?.value;
  await page.goto("/login?returnTo=%2Fmembers");
  await logIn(page, "tom");
  await expect(page).toHaveURL(`${product.origin}/members`);
  const after = (await page.context().cookies()).find(({ name }) => name === session)?.value;
  expect(after).not.toBe(before);
  await expect(page.getByRole("heading", { name: "Welcome, tom" })).toBeVisible();
});

test("somebody signed in who opens /login goes straight to the page", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto("/login?returnTo=%2Fmembers%2Faccount");
  await expect(page).toHaveURL("/members/account");
});

test("a broken or foreign session cookie is nobody, never an error", async ({ product, nats }) => {
  const values = [
    "x",
    "a.b.c",
    "a..b.c.d",
    "%00",
    "%n%s",
    `${"A".repeat(3800)}`,
    `${sessionOf(nats.origin).sid}..A.A.A`,
    '"',
    "{}",
  ];
  for (const value of values) {
    const member = visitor();
    member.cookies.set(session, value);
    const answer = await member.open(`${product.origin}/members`);
    expect(answer.status, value).toBe(302);
    expect(answer.location).toContain("/login");
  }
  for (const header of [";", "=", "; ;", "members.session", "members.session=", "members.flow.x"]) {
    const answer = await visitor().open(`${product.origin}/members`, { headers: { cookie: header } });
    expect(answer.status, header).toBe(302);
  }
});

test("the flow's cookie name follows from its state, so a cookie of one attempt is no use to another", async ({
  product,
}) => {
  const settings = settingsOf(product);
  const now = Math.floor(Date.now() / 1000);
  const [mine, other] = [await startFlow("/members", settings, now), await startFlow("/full", settings, now)];
  const stolen = await flowCookie(mine, settings);
  const member = visitor();
  member.cookies.set(await flowCookieName(other.state, settings), stolen.value);
  const answer = await member.open(`${product.origin}/api/auth/callback/nats?code=a&state=${other.state}`);
  expect(new URL(answer.location).pathname).toBe("/sign-in-failed");
  expect(flowSeconds.complete).toBeLessThan(flowSeconds.remembered);
});
