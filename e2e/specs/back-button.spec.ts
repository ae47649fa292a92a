/** Back after signing out, in a browser that keeps pages for Back. */
import { words } from "../../app/theme/words";
import { launch } from "../fixtures/launch";
import { heading, natsLogin, pressSignOut } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";

const { account, session: sessionWords } = words();

// Playwright switches the back/forward cache off. This test needs it on.
test.use({ launchOptions: { ...launch, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

// WebKit keeps such pages as well, and cannot be run here. So these events are made by the test.
test("a page kept for Back is hidden when it is left, until its session is confirmed", async ({ page, signInAs }) => {
  const transition = (name: "pagehide" | "pageshow") =>
    page.evaluate((type) => window.dispatchEvent(new PageTransitionEvent(type, { persisted: true })), name);
  await signInAs(page);
  await page.goto("/members/account");
  let answer = () => {};
  const asked = new Promise<void>((done) => (answer = done));
  await page.route("**/api/auth/session", async (route) => {
    await asked;
    await route.continue();
  });
  // The listener comes with the page's scripts.
  await expect(async () => {
    await transition("pagehide");
    await expect(heading(page, account.title)).toBeHidden({ timeout: 100 });
  }).toPass();
  await transition("pageshow");
  await expect(heading(page, account.title)).toBeHidden({ timeout: 100 });
  answer();
  await expect(heading(page, account.title)).toBeVisible();

  await transition("pagehide");
  await page.context().clearCookies();
  await transition("pageshow");
  await expect(page).toHaveURL("/signed-out");
});

const tom = { sub: "2", claims: { username: "tom", trial: "1", status: "1" } };

for (const event of ["pageshow", "visibilitychange"]) {
  test(`a page of another member, kept or in a second tab, is not shown (${event})`, async ({ page, signInAs }) => {
    await signInAs(page);
    await page.goto("/members/account");
    await expect(page.getByTitle("fiona", { exact: true })).toBeVisible();
    await signInAs(page, tom);
    // The listener comes with the page's scripts.
    await expect(async () => {
      await page.evaluate((type) => {
        const transition = new PageTransitionEvent(type, { persisted: true });
        (type === "pageshow" ? window : document).dispatchEvent(transition);
      }, event);
      await expect(page.getByTitle("tom", { exact: true })).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 10_000 });
  });
}

test("Back after signing out shows nothing of the member", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto("/members");
  await page.goto("/members/account");
  await pressSignOut(page);
  await expect(page).toHaveURL("/signed-out");
  await page.goBack();
  await expect(natsLogin(page).or(heading(page, sessionWords.signedOut.heading))).toBeVisible();
  await expect(page.getByText("fiona@example.test")).toHaveCount(0);
  await expect(heading(page, account.title)).toHaveCount(0);
});
