/** Back after signing out, in a browser that keeps pages for Back. */
import { launch } from "../fixtures/launch";
import { expect, test } from "../fixtures/test";

// Playwright starts Chromium without its back/forward cache; a test with it off would prove nothing.
test.use({ launchOptions: { ...launch, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

test("Back after signing out shows nothing of the member", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto("/members");
  await page.goto("/members/account");
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/signed-out");
  await page.goBack();
  await expect(page.getByRole("heading", { name: /Member login|You are signed out/ })).toBeVisible();
  await expect(page.getByText("fiona@example.test")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Your account" })).toHaveCount(0);
});
