/**
 * Back and Forward where the browser keeps pages. Chromium keeps those of members, too. It restores
 * them without asking the server. A restored page is watched from its first frame on.
 */
import type { Page } from "@playwright/test";
import { words } from "../../app/theme/words";
import { launch } from "../fixtures/launch";
import { heading, natsLogin, pressSignOut } from "../fixtures/pages";
import { now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";

const { account, session: sessionWords } = words();

// Playwright switches the back/forward cache off. These tests need it on.
test.use({ launchOptions: { ...launch, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

const between = "/robots.txt";
const tom = { sub: "2", claims: { username: "tom", trial: "1", status: "1" } };

/** Marks the page, and notes at each frame after it was restored whether its text can be seen. */
const watch = (page: Page) =>
  page.evaluate(() => {
    Object.assign(window, { kept: true });
    sessionStorage.setItem("restored", "no");
    sessionStorage.setItem("seen", "no");
    const title = document.querySelector("h1");
    const look = () => {
      if (title && getComputedStyle(title).visibility === "visible") sessionStorage.setItem("seen", "yes");
      requestAnimationFrame(look);
    };
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      sessionStorage.setItem("restored", "yes");
      look();
    });
  });

const noted = (page: Page) =>
  page.evaluate(() => [sessionStorage.getItem("restored"), sessionStorage.getItem("seen")]).catch(() => []);

/** Goes through the history without waiting for a load, which a restored page has not. */
const go = (page: Page, steps: 1 | -1) => page.evaluate((by) => history.go(by), steps).catch(() => undefined);

/** Waits for the page's scripts. A page that asks for the session is not kept by Chromium. */
const whenTakenOver = (page: Page) =>
  page.evaluate(async () => {
    const isIdle = () => new Promise((done) => requestIdleCallback(done));
    const isTaken = () => Object.keys(document.querySelector("h1") ?? {}).some((name) => name.startsWith("__react"));
    while (!isTaken()) await isIdle();
    await isIdle();
  });

/** Opens the member's page and leaves it, so that the next step `to` leads to it again. */
async function leaveMemberPage(page: Page, to: "Back" | "Forward"): Promise<void> {
  if (to === "Forward") await page.goto(between);
  await page.goto("/members/account");
  await whenTakenOver(page);
  await watch(page);
  if (to === "Back") await page.goto(between);
  else await go(page, -1);
  await expect(page).toHaveURL(between);
}

test("a page of a session that goes on is restored and shown", async ({ page, signInAs }) => {
  await signInAs(page);
  await leaveMemberPage(page, "Back");
  await go(page, -1);
  await expect(heading(page, account.title)).toBeVisible();
  // If this fails, the browser keeps no such page any more, and the other tests here show little.
  expect(await page.evaluate(() => "kept" in window)).toBe(true);
  expect(await noted(page)).toEqual(["yes", "yes"]);
});

for (const to of ["Back", "Forward"] as const) {
  const step = to === "Back" ? -1 : 1;

  test(`${to} after a sign-out in another tab shows nothing of the member`, async ({ page, signInAs, context }) => {
    await signInAs(page);
    await leaveMemberPage(page, to);
    const other = await context.newPage();
    await other.goto("/members");
    await pressSignOut(other);
    await expect(other).toHaveURL("/signed-out");
    await other.close();
    await go(page, step);
    // Chromium gives a kept page up when its cookies change, and loads it anew.
    await expect(natsLogin(page)).toBeVisible();
    await expect(page.getByText("fiona@")).toHaveCount(0);
    await page.goto(between);
    expect((await noted(page))[1]).toBe("no");
  });

  test(`${to} after a time-out shows nothing of the member, and says so`, async ({ page, signInAs, product }) => {
    await signInAs(page, { loginAt: now() - 100, seenAt: now(), exp: now() + 6 });
    await leaveMemberPage(page, to);
    const open = async () => (await page.request.get(`${product.origin}/api/auth/session`)).json();
    await expect.poll(open).toBe(null);
    await go(page, step);
    await expect(heading(page, sessionWords.timedOut.heading)).toBeVisible();
    await expect(page.getByText("fiona")).toHaveCount(0);
    expect((await noted(page))[1]).toBe("no");
  });

  test(`${to} after another member signed in shows that member's page`, async ({ page, signInAs }) => {
    await signInAs(page);
    await leaveMemberPage(page, to);
    await signInAs(page, tom);
    await go(page, step);
    await expect(page.getByTitle("tom", { exact: true })).toBeVisible();
    await expect(page.getByText("fiona")).toHaveCount(0);
    expect((await noted(page))[1]).toBe("no");
  });
}
