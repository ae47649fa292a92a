/** Idle and absolute limits: enforced from sealed times, said in plain words, and nothing typed is lost without a word. */
import { withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

test.use({ settings: { OIDC_SESSION_INACTIVITY_TIMEOUT: "60", OIDC_SESSION_MAX_DURATION: "600" } });

const now = () => Math.floor(Date.now() / 1000);

for (const { name, session } of [
  {
    name: "away for longer than the idle limit",
    session: () => ({ loginAt: now() - 100, seenAt: now() - 61, exp: now() + 500 }),
  },
  {
    name: "signed in for longer than the absolute limit",
    session: () => ({ loginAt: now() - 601, seenAt: now() - 1, exp: now() - 1 }),
  },
  {
    name: "sealed under a longer absolute limit than today's",
    session: () => ({ loginAt: now() - 601, seenAt: now() - 1, exp: now() + 9999 }),
  },
]) {
  test(`${name}: a page says so, and leads back to the very page`, async ({ page, signInAs, logIn }) => {
    await signInAs(page, session());
    await page.goto("/members/latest?page=2");
    await expect(page.getByRole("heading", { level: 1, name: "Signed out for your safety" })).toBeVisible();
    expect((await page.context().cookies()).filter(({ name }) => name === "members.session")).toEqual([]);
    await page.getByRole("link", { name: "Sign in and continue" }).click();
    await logIn(page, "fiona");
    await expect(page).toHaveURL("/members/latest?page=2");
  });
}

test("activity moves the idle limit, in the browser and for the page of the same request", async ({
  page,
  signInAs,
}) => {
  const session = await signInAs(page, { seenAt: now() - 50, exp: now() + 500 });
  await page.goto("/members/account");
  await expect(page.getByText("You are signed out after 1 minute without use.")).toBeVisible();
  const me = await page.request.get("/members/me");
  expect(me.ok()).toBe(true);
  const answer = await page.request.get("/api/auth/session");
  const { expires } = await answer.json();
  expect(Date.parse(expires) / 1000).toBeGreaterThan(session.seenAt + 60);
  expect(answer.headers()["set-cookie"]).toBeUndefined();
});

test("asking for the session as JSON is no activity", async ({ product, page, signInAs }) => {
  const session = await signInAs(page, { seenAt: now() - 50, exp: now() + 500 });
  for (let asked = 0; asked < 3; asked++) {
    const answer = await page.request.get(`${product.origin}/api/auth/session`);
    expect(Date.parse((await answer.json()).expires) / 1000).toBe(session.seenAt + 60);
  }
});

test("activity is written down now and then, not at every request", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const answers = [];
  for (let request = 0; request < 5; request++) answers.push(await member.open(`${product.origin}/members`));
  expect(answers.filter((answer) => answer.headers["set-cookie"]).length).toBeLessThanOrEqual(1);
});

test("text typed into a session that has ended is not sent, not lost, and back in the form after signing in", async ({
  page,
  signInAs,
  logIn,
  product,
}) => {
  await signInAs(page, { exp: now() + 500 });
  await page.goto("/members/suggest");
  await page.getByLabel("Your suggestion").fill("The estuary at low tide, in March");
  await signInAs(page, { loginAt: now() - 100, seenAt: now() - 61, exp: now() + 500 });
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Signed out for your safety" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in and continue" }).click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members/suggest");
  // The form belongs to who typed it: the look-alike's fiona is member 71, the sealed one was member 1.
  await expect(page.getByLabel("Your suggestion")).toHaveValue("");
  await signInAs(page, { exp: now() + 500 });
  await page.reload();
  await expect(page.getByLabel("Your suggestion")).toHaveValue("The estuary at low tide, in March");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Thank you. We read every suggestion.")).toBeVisible();
  expect(product.logged("suggestion").at(-1)).toMatchObject({ text: "The estuary at low tide, in March" });
  await page.reload();
  await expect(page.getByLabel("Your suggestion")).toHaveValue("");
});

test("a member who is away is warned, and one button keeps the session", async ({ page, signInAs }) => {
  await page.clock.install();
  await signInAs(page, { seenAt: now() - 5, exp: now() + 500 });
  await page.goto("/members/account");
  await page.clock.fastForward(50_000);
  await expect(page.getByText("Still there? You will be signed out soon.")).toBeVisible();
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await expect(page.getByText("Still there?")).toBeHidden();
});

test("a tab left open shows nothing of the member once the session is over", async ({ page, signInAs }) => {
  await page.clock.install();
  await signInAs(page, { exp: now() + 500 });
  await page.goto("/members/account");
  await signInAs(page, { loginAt: now() - 100, seenAt: now() - 61, exp: now() + 500 });
  await page.clock.fastForward(62_000);
  await expect(page.getByRole("heading", { level: 1, name: "Signed out for your safety" })).toBeVisible();
});

test("a network that fails signs nobody out and loses no text", async ({ page, signInAs, context }) => {
  await signInAs(page, { exp: now() + 500 });
  await page.goto("/members/suggest");
  await page.getByLabel("Your suggestion").fill("The estuary");
  const asked = page.waitForEvent("requestfailed");
  await page.route("**/api/auth/session", (route) => route.abort());
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await asked;
  await expect(page.getByLabel("Your suggestion")).toHaveValue("The estuary");
  await page.unroute("**/api/auth/session");
  const answered = page.waitForResponse("**/api/auth/session");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await answered;
  await expect(page).toHaveURL("/members/suggest");
  expect((await context.cookies()).some(({ name }) => name === "members.session")).toBe(true);
});

test("a form sent after signing out in another tab leads to the sign-in, and the text is kept", async ({
  page,
  signInAs,
  context,
}) => {
  await signInAs(page, { sub: "71", exp: now() + 500 });
  await page.goto("/members/suggest");
  await page.getByLabel("Your suggestion").fill("The weir at dusk");
  await context.clearCookies();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { name: "Member login" })).toBeVisible();
  await signInAs(page, { sub: "71", exp: now() + 500 });
  await page.goto("/members/suggest");
  await expect(page.getByLabel("Your suggestion")).toHaveValue("The weir at dusk");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a form sent into a session that has ended leads to a page that says so, or to the sign-in", async ({
    page,
    signInAs,
    context,
  }) => {
    await signInAs(page, { exp: now() + 500 });
    await page.goto("/members/suggest");
    await page.getByLabel("Your suggestion").fill("The weir");
    await signInAs(page, { loginAt: now() - 100, seenAt: now() - 61, exp: now() + 500 });
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Signed out for your safety" })).toBeVisible();
    await signInAs(page, { exp: now() + 500 });
    await page.goto("/members/suggest");
    await context.clearCookies();
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByRole("heading", { name: "Member login" })).toBeVisible();
  });
});

test("a limit of a month warns nobody at once", async ({ page, nats }) => {
  const month = { OIDC_SESSION_INACTIVITY_TIMEOUT: "2592000", OIDC_SESSION_MAX_DURATION: "2592000" };
  nats.switches.MEMBER_OPENID_ACCESS_TOKEN_DURATION = 2_592_000;
  await withProduct(nats, month, async (product) => {
    await page.clock.install();
    await page.goto(`${product.origin}/members`);
    await page.getByRole("button", { name: "fiona", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Welcome, fiona" })).toBeVisible();
    await page.clock.fastForward(60_000);
    await expect(page.getByText("Still there?")).toBeHidden();
  });
});
