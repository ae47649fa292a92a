/** Sign-out: pages of the site sign out at once, other sites cannot, and every tab notices. */
import { createServer } from "node:http";
import { words } from "../../app/theme/words";
import { heading, pressSignOut } from "../fixtures/pages";
import { freePort } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { common, home, session: sessionWords } = words();

test.use({ settings: { OIDC_REDIRECT_URLS_ALLOWED: "https://www.example.com" } });

test("signing out in one tab closes the others", async ({ context, signInAs }) => {
  const [first, second] = [await context.newPage(), await context.newPage()];
  await signInAs(first);
  await first.goto("/members/account");
  await second.goto("/members");
  await expect(heading(second, home.heading("fiona"))).toBeVisible();
  await pressSignOut(first);
  await expect(second).toHaveURL("/signed-out");
});

test("an image, a form or a link on another site does not sign the member out", async ({ page, signInAs, product }) => {
  await signInAs(page);
  const port = await freePort();
  const other = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<img src="${product.origin}/logout"><img src="${product.origin}/api/auth/callback/nats?logout=get">
      <form method="post" action="${product.origin}/logout"><button>Win</button></form><a href="${product.origin}/logout">Prize</a>`);
  });
  await new Promise<void>((done) => other.listen(port, "localhost", done));
  try {
    // By number instead of by name the same address is another site.
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByRole("link", { name: "Prize" }).click();
    await expect(heading(page, sessionWords.signOut.heading)).toBeVisible();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByRole("button", { name: "Win" }).click();
    await expect(
      heading(page, sessionWords.signOut.heading).or(heading(page, sessionWords.signedOut.heading)),
    ).toBeVisible();
    await page.goto("/members");
    await expect(heading(page, home.heading("fiona"))).toBeVisible();
  } finally {
    other.closeAllConnections();
    other.close();
  }
});

for (const { name, method, headers, out } of [
  {
    name: "a POST from our own page",
    method: "POST",
    headers: { "sec-fetch-site": "same-origin", origin: "ORIGIN" },
    out: true,
  },
  {
    name: "a POST with only our Origin",
    method: "POST",
    headers: { "sec-fetch-site": "", origin: "ORIGIN" },
    out: true,
  },
  {
    name: "a POST from another site",
    method: "POST",
    headers: { "sec-fetch-site": "cross-site", origin: "https://evil.test" },
    out: false,
  },
  {
    name: "a POST from a sister site",
    method: "POST",
    headers: { "sec-fetch-site": "same-site", origin: "https://sister.test" },
    out: false,
  },
  {
    name: "a POST with no origin to show",
    method: "POST",
    headers: { "sec-fetch-site": "cross-site", origin: "null" },
    out: false,
  },
  { name: "a click on our own page", method: "GET", headers: { "sec-fetch-site": "same-origin" }, out: true },
  {
    name: "a redirect on our own page without a click",
    method: "GET",
    headers: { "sec-fetch-site": "same-origin", "sec-fetch-user": "" },
    out: false,
  },
  { name: "a typed address", method: "GET", headers: {}, out: false },
  {
    name: "a prefetch on our own page",
    method: "GET",
    headers: { "sec-fetch-site": "same-origin", "sec-purpose": "prefetch" },
    out: false,
  },
  {
    name: "an image on our own page",
    method: "GET",
    headers: { "sec-fetch-site": "same-origin", "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" },
    out: false,
  },
]) {
  test(`${name} ${out ? "signs out" : "only asks"}`, async ({ product }) => {
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    const sent = Object.entries(headers).map(([key, value]) => [key, value.replace("ORIGIN", product.origin)] as const);
    const answer = await member.open(`${product.origin}/logout`, { method, headers: Object.fromEntries(sent) });
    expect(new URL(answer.location).pathname).toBe(out ? "/signed-out" : "/sign-out");
    expect((await member.open(`${product.origin}/members`)).status).toBe(out ? 302 : 200);
    if (out) expect([...member.cookies.keys()]).toEqual(["members.ended"]);
  });
}

for (const [target, expected] of [
  ["/", "/"],
  ["/tour?x=1", "/tour?x=1"],
  ["https://www.example.com/bye", "https://www.example.com/bye"],
  ["https://www.example.com.evil.test/", "/signed-out"],
  ["https://evil.test/", "/signed-out"],
  ["//evil.test", "/signed-out"],
  ["/\\evil.test", "/signed-out"],
  ["/\t/evil.test", "/signed-out"],
  ["https:///evil.test", "/signed-out"],
  ["https:evil.test", "/signed-out"],
  ["https://www.example.com@evil.test/", "/signed-out"],
  ["javascript:alert(1)", "/signed-out"],
  ["/api/auth/callback/nats?logout=/", "/signed-out"],
] as const) {
  test(`a sign-out asked to lead to ${JSON.stringify(target)} leads to ${expected}`, async ({ product }) => {
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    const answer = await member.open(`${product.origin}/logout?${new URLSearchParams({ returnTo: target })}`, {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin", origin: product.origin },
    });
    expect(answer.location).toBe(new URL(expected, product.origin).href);
  });
}

test("without an end_session_endpoint the page says that the sign-in page may remember the member", async ({
  page,
  logIn,
}) => {
  await page.goto("/members");
  await logIn(page, "fiona");
  await pressSignOut(page);
  for (const sentence of sessionWords.signedOut.says) {
    await expect(page.getByText(sentence, { exact: true })).toBeVisible();
  }
});

test("an answer that arrives after a sign-out does not undo it", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  nats.faults.set("userinfo", { delayMs: 2000 });
  nats.calls.clear();
  const late = member.open(`${product.origin}/api/auth/recheck?returnTo=%2Fmembers`);
  await expect.poll(() => nats.calls.count("userinfo"), "NATS is being asked").toBe(1);
  await member.open(`${product.origin}/logout`, {
    method: "POST",
    headers: { "sec-fetch-site": "same-origin", origin: product.origin },
  });
  await late;
  expect(member.cookies.has("members.session"), "the late answer brought the cookie back").toBe(true);
  expect((await member.open(`${product.origin}/members`)).status).toBe(302);
  expect((await member.open(`${product.origin}/api/auth/session`)).body).toBe("null");
});

test("the confirm page leads to an allowed address elsewhere", async ({ page, signInAs }) => {
  await page.route("https://www.example.com/**", (route) =>
    route.fulfill({ body: "Goodbye", contentType: "text/html" }),
  );
  await signInAs(page);
  await page.goto("/logout?returnTo=https%3A%2F%2Fwww.example.com%2Fbye");
  await page.getByRole("main").getByRole("button", { name: common.signOut, exact: true }).click();
  await expect(page).toHaveURL("https://www.example.com/bye");
});

test("the signed-out page opened while signed in asks whether to sign out", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto("/signed-out");
  await expect(heading(page, sessionWords.signOut.heading)).toBeVisible();
});

test("a body of any size to /logout is answered without reading it", async ({ product }) => {
  const answer = await visitor().open(`${product.origin}/logout`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "x".repeat(200_000),
  });
  expect(answer.status).toBe(303);
  expect(answer.headers["set-cookie"]).toBeUndefined();
});
