/** Back after signing out, in a browser that keeps pages for Back. */
import { account, session as sessionWords } from "../../app/theme/words/en";
import { launch } from "../fixtures/launch";
import { heading, natsLogin, pressSignOut } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";

// Playwright switches the back/forward cache off. This test needs it on.
test.use({ launchOptions: { ...launch, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

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
