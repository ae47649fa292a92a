/** Idle and absolute limits are enforced from sealed times, and pages say so in plain words. */
import { words } from "../../app/theme/words";
import { heading, mainLink, whenWatched } from "../fixtures/pages";
import { withProduct } from "../fixtures/product";
import { now } from "../fixtures/session-age";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

const { account, common, home, session: sessionWords, stay } = words();

test.use({ settings: { OIDC_SESSION_INACTIVITY_TIMEOUT: "60", OIDC_SESSION_MAX_DURATION: "600" } });

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
  test(`${name}: a page says so, and leads back to the same page`, async ({ page, signInAs, logIn }) => {
    await signInAs(page, session());
    await page.goto("/members/account?page=2");
    await expect(heading(page, sessionWords.timedOut.heading)).toBeVisible();
    expect((await page.context().cookies()).filter(({ name }) => name === "members.session")).toEqual([]);
    await mainLink(page, sessionWords.timedOut.action).click();
    await logIn(page, "fiona");
    await expect(page).toHaveURL("/members/account?page=2");
  });
}

test("activity moves the idle limit, in the browser and for the page of the same request", async ({
  page,
  signInAs,
}) => {
  const session = await signInAs(page, { seenAt: now() - 50, exp: now() + 500 });
  await page.goto("/members/account");
  const idle = page.locator("dl > div").filter({ has: page.getByText(account.idle, { exact: true }) });
  const whole = Array.from({ length: 15 }, (_, passed) => account.idleSays(60 - passed));
  expect(whole).toContain(await idle.locator("dd").textContent());
  expect((await page.request.get("/members")).ok()).toBe(true);
  const answer = await page.request.get("/api/auth/session");
  const { expires } = await answer.json();
  expect(Date.parse(expires) / 1000).toBeGreaterThan(session.seenAt + 60);
  expect(answer.headers()["set-cookie"]).toBeUndefined();
});

test("asking for the session as JSON does not count as activity", async ({ product, page, signInAs }) => {
  const session = await signInAs(page, { seenAt: now() - 50, exp: now() + 500 });
  for (let asked = 0; asked < 3; asked++) {
    const answer = await page.request.get(`${product.origin}/api/auth/session`);
    expect(Date.parse((await answer.json()).expires) / 1000).toBe(session.seenAt + 60);
  }
});

test("OPTIONS is no activity: no guard looks at it, and no page answers it", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product }, { loginAt: now() - 100, seenAt: now() - 30, exp: now() + 500 });
  const renewed = async (method: string) => {
    const answer = await request(`${product.origin}/members/account`, { method, headers: { ...navigation, cookie } });
    return answer.headers["set-cookie"] !== undefined;
  };
  expect([await renewed("OPTIONS"), await renewed("GET")]).toEqual([false, true]);
});

test("activity is written into the cookie now and then, not at every request", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const answers = [];
  for (let request = 0; request < 5; request++) answers.push(await member.open(`${product.origin}/members`));
  expect(answers.filter((answer) => answer.headers["set-cookie"]).length).toBeLessThanOrEqual(1);
});

/** The warning, whatever time it names. */
const warning = new RegExp(`^${stay.soon.split("{time}").map(escaped).join("[\\d.:]+( [AP]M)?")}$`);

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

test("a member who is away is warned, and one button keeps the session", async ({ page, signInAs }) => {
  await page.clock.install();
  await signInAs(page, { seenAt: now() - 5, exp: now() + 500 });
  await page.goto("/members/account");
  await whenWatched(page);
  await page.clock.fastForward(50_000);
  await expect(page.getByText(warning)).toBeVisible();
  await page.getByRole("button", { name: stay.action, exact: true }).click();
  await expect(page.getByText(warning)).toBeHidden();
});

test("the warning stands above the header, is met first by the Tab key, and can sign out", async ({
  page,
  signInAs,
}) => {
  await page.clock.install();
  await signInAs(page, { seenAt: now() - 5, exp: now() + 500 });
  await page.goto("/members/account");
  await whenWatched(page);
  await page.clock.fastForward(50_000);
  const notice = page.locator("[data-notice]");
  await expect(notice).toBeVisible();
  const [box, header] = [await notice.boundingBox(), await page.getByRole("banner").boundingBox()];
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((header?.y ?? 0) + 1);
  for (const name of [common.skip, stay.action, common.signOut]) {
    await page.keyboard.press("Tab");
    await expect(page.locator(":focus")).toHaveText(name);
  }
  await page.keyboard.press("Enter");
  await expect(heading(page, sessionWords.signedOut.heading)).toBeVisible();
});

test("a tab left open shows nothing of the member once the session is over", async ({ page, signInAs }) => {
  await page.clock.install();
  await signInAs(page, { exp: now() + 500 });
  await page.goto("/members/account");
  await whenWatched(page);
  await signInAs(page, { loginAt: now() - 100, seenAt: now() - 61, exp: now() + 500 });
  await page.clock.fastForward(62_000);
  await expect(heading(page, sessionWords.timedOut.heading)).toBeVisible();
});

test("a network that fails does not sign the member out", async ({ page, signInAs, context }) => {
  await signInAs(page, { exp: now() + 500 });
  await page.goto("/members/account");
  await whenWatched(page);
  const asked = page.waitForEvent("requestfailed");
  await page.route("**/api/auth/session", (route) => route.abort());
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await asked;
  await page.unroute("**/api/auth/session");
  const answered = page.waitForResponse("**/api/auth/session");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await answered;
  await expect(page).toHaveURL("/members/account");
  await expect(heading(page, account.title)).toBeVisible();
  expect((await context.cookies()).some(({ name }) => name === "members.session")).toBe(true);
});

test("a limit of a month causes no warning at once", async ({ page, nats }) => {
  const month = { OIDC_SESSION_INACTIVITY_TIMEOUT: "2592000", OIDC_SESSION_MAX_DURATION: "2592000" };
  nats.switches.MEMBER_OPENID_ACCESS_TOKEN_DURATION = 2_592_000;
  await withProduct(nats, month, async (product) => {
    await page.clock.install();
    await page.goto(`${product.origin}/members`);
    await page.getByRole("button", { name: "fiona", exact: true }).click();
    await expect(heading(page, home.heading("fiona"))).toBeVisible();
    await whenWatched(page);
    await page.clock.fastForward(60_000);
    await expect(page.getByText(warning)).toBeHidden();
  });
});
