/** The redirect URI, opened again, opened late, or opened with parameters that NATS never sent. */
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { flowCookie, flowCookieName, flowSeconds, startFlow } from "../../lib/session/flow";
import { heading, mainLink } from "../fixtures/pages";
import { settingsOf } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { common, failures } = words();

const session = "members.session";

test("the return address opened again leads to its page while signed in, and to an explanation afterwards", async ({
  page,
  logIn,
}) => {
  let callback = "";
  page.on("request", (request) => {
    if (request.url().includes("/api/auth/callback/nats?")) callback = request.url();
  });
  await page.goto("/members/account?page=2");
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members/account?page=2");
  await page.goto(callback);
  await expect(page).toHaveURL("/members/account?page=2");

  await page.context().clearCookies({ name: session });
  await page.goto(callback);
  await expect(heading(page, failures.reused.heading)).toBeVisible();
  expect(await mainLink(page, common.tryAgain).getAttribute("href")).toBe(
    "/login?returnTo=%2Fmembers%2Faccount%3Fpage%3D2",
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

for (const { name, age, status } of [
  { name: "an hour at the login page does not end the sign-in", age: 3600, status: 302 },
  { name: "after a day at the login page one button leads on to the same page", age: 86_000, status: 400 },
]) {
  test(name, async ({ product, page }) => {
    const settings = settingsOf(product);
    const now = Math.floor(Date.now() / 1000);
    // The flow as /login would have started it that long ago.
    const flow = await startFlow("/members/account?page=2", settings, now - age);
    const cookie = await flowCookie(flow, settings);
    await page.context().addCookies([{ name: cookie.name, value: cookie.value, url: product.origin }]);
    const answer = await page.request.get(`${product.origin}/api/auth/callback/nats?state=${flow.state}&code=made-up`, {
      maxRedirects: 0,
    });
    const failed = product.logged("sign_in_failed").at(-1);
    // NATS refuses the made-up code. It is only asked about the fresh attempt.
    expect(failed).toMatchObject({ code: status === 302 ? "code_rejected" : "stale" });
    await page.goto(answer.headers().location ?? "");
    expect(await mainLink(page, common.tryAgain).getAttribute("href")).toBe(
      "/login?returnTo=%2Fmembers%2Faccount%3Fpage%3D2",
    );
  });
}

test.describe("the return address with parameters that NATS never sends", () => {
  for (const { name, query, method, to, code } of [
    { name: "without parameters", query: "", method: "GET", to: "/sign-in-failed", code: "bad_callback" },
    { name: "by POST", query: "?code=a&state=b", method: "POST", to: "/sign-in-failed", code: "bad_callback" },
    {
      name: "with a state twice",
      query: "?code=a&state=b&state=c",
      method: "GET",
      to: "/sign-in-failed",
      code: "bad_callback",
    },
    {
      name: "with an issuer twice",
      query: "?code=a&iss=b&iss=b&state=c",
      method: "GET",
      to: "/sign-in-failed",
      code: "bad_callback",
    },
    {
      name: "with an error twice",
      query: "?error=access_denied&error=x&state=c",
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
    { name: "with separators only", query: "?&", method: "GET", to: "/sign-in-failed", code: "bad_callback" },
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

test("the return address with a parameter of its own twice redeems no code", async ({ product, nats }) => {
  const member = visitor();
  const callback = await member.logIn(`${product.origin}/members`, "fiona");
  nats.calls.clear();
  for (const name of ["code", "state", "iss", "error"]) {
    const twice = name === "code" || name === "state" ? `&${name}=x` : `&${name}=x&${name}=y`;
    const end = await member.follow(callback + twice);
    expect.soft([end.status, member.cookies.has(session)], name).toEqual([400, false]);
    expect.soft(product.logged("sign_in_failed").at(-1), name).toMatchObject({ code: "bad_callback" });
  }
  expect(nats.calls.count("token")).toBe(0);
  expect((await member.follow(callback)).status, "the attempt itself is not lost").toBe(200);
});

test("neither a sign-in nor a recheck leads to another site", async ({ product }) => {
  const { origin } = product;
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  const targets = [
    "//evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "https://evil.test/",
    "https:evil.test",
    "@evil.test",
  ];
  for (const target of targets) {
    const query = `?${new URLSearchParams({ returnTo: target })}`;
    for (const path of [addresses.login, addresses.recheck]) {
      const { location } = await member.open(origin + path + query);
      // A page asked for again and again is marked.
      expect.soft(location.split("?")[0], `${path}${query}, signed in`).toBe(`${origin}/members`);
    }
    const { location } = await visitor().open(origin + addresses.recheck + query);
    expect.soft(location, `recheck${query}, signed out`).toBe(`${origin}/members`);
    const end = await visitor().signIn(origin + addresses.login + query, "tom");
    expect.soft(end.hops.at(-1), `after a sign-in${query}`).toBe(`${origin}/members`);
  }
});

test("no page says what its address says", async ({ product }) => {
  const canary = "Canary-Kx4-call-0900";
  const pages = [addresses.signInFailed, addresses.signedOut, addresses.timedOut, addresses.unavailable];
  for (const path of [...pages, addresses.signOut, "/"]) {
    for (const name of ["e", "from", "error", "error_description", "returnTo", "reason", "message"]) {
      const { body } = await visitor().follow(`${product.origin}${path}?${name}=${canary}`);
      // Next's scripts repeat the address. The text and what else is seen must not.
      const seen = body.replace(/<script[\s\S]*?<\/script>/g, "").replace(/\b(href|src|action)="[^"]*"/g, "");
      expect.soft(seen, `${path}?${name}=`).not.toContain(canary);
      expect.soft(seen.length, path).toBeGreaterThan(500);
    }
  }
});

test("the cookie of one attempt does not complete another, because its name follows from the state", async ({
  product,
}) => {
  const settings = settingsOf(product);
  const now = Math.floor(Date.now() / 1000);
  const [mine, other] = [await startFlow("/members", settings, now), await startFlow("/full", settings, now)];
  const stolen = await flowCookie(mine, settings);
  const member = visitor();
  member.cookies.set(flowCookieName(other.state, settings), stolen.value);
  const answer = await member.open(`${product.origin}/api/auth/callback/nats?code=a&state=${other.state}`);
  expect(new URL(answer.location).pathname).toBe("/sign-in-failed");
  expect(flowSeconds.complete).toBeLessThan(flowSeconds.remembered);
});
