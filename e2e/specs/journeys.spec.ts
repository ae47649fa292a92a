/** The journeys of a member: in by the front door, to the page asked for, refused with reasons, out again. */
import { expect, test } from "../fixtures/test";

test.use({
  switches: { MEMBER_OPENID_EXPIRED_LOGIN: true, letNeverJoinedIn: true },
  settings: { NATS_EXPIRED_LOGIN: "on" },
});

test("from the tour through NATS to the members' home, name and membership shown", async ({ page, logIn }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Enter" }).first().click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members");
  await expect(page.getByRole("heading", { level: 1, name: "Welcome, fiona" })).toBeVisible();
  await expect(page.getByText("Full membership.")).toBeVisible();
});

test("a wrong password stays at NATS, the right one leads back to the very page, query included", async ({ page }) => {
  await page.goto("/members/latest?page=2&from=caf%C3%A9%26more");
  await page.getByLabel("Username").fill("fiona");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByText("Login Failed!")).toBeVisible();
  await page.getByLabel("Username").fill("fiona");
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL("/members/latest?page=2&from=caf%C3%A9%26more");
  await expect(page.getByText("Page 2 of 3")).toBeVisible();
});

test("a full member opens the full page", async ({ page, logIn }) => {
  await page.goto("/full");
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/full");
  await expect(page.getByRole("heading", { level: 1, name: "The full collection" })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const { member, path, heading, action, target } of [
    {
      member: "tom",
      path: "/full",
      heading: "This part is for full members",
      action: "Upgrade",
      target: "/signup/upgradeplus.php?site=1&username=tom",
    },
    {
      member: "eddie",
      path: "/members",
      heading: "Your membership has ended",
      action: "Renew",
      target: "/signup/signupplus.php?site=1&username=eddie",
    },
    {
      member: "nina",
      path: "/members",
      heading: "Your membership has not started",
      action: "Join",
      target: "/signup/signup.php?site=1",
    },
    {
      member: "uma",
      path: "/full",
      heading: "We could not confirm your membership",
      action: "Contact us",
      target: "mailto:",
    },
  ]) {
    test(`${member} at ${path} reads why not, at the same address, with 403 and one way on`, async ({
      page,
      logIn,
      nats,
      product,
    }) => {
      await page.goto(path);
      const answered = page.waitForResponse((response) => response.url() === product.origin + path);
      await logIn(page, member);
      const response = await answered;
      expect(response.status()).toBe(403);
      expect(response.headers()["cache-control"]).toBe("private, no-store");
      await expect(page).toHaveURL(path);
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      await expect(page.getByText(member).first()).toBeVisible();
      const link = page.getByRole("main").getByRole("link", { name: action });
      const address = target.startsWith("/") ? nats.origin + target : target;
      expect(await link.getAttribute("href")).toContain(address);
    });
  }

  test("signing out leads to a page that says so, and the members area is closed again", async ({ page, logIn }) => {
    await page.goto("/members");
    await logIn(page, "fiona");
    await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL("/signed-out");
    await expect(page.getByRole("heading", { level: 1, name: "You are signed out" })).toBeVisible();
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(["members.ended"]);
    await page.goto("/members");
    await expect(page.getByRole("heading", { name: "Member login" })).toBeVisible();
  });
});

test("a trial member stays welcome in the members area", async ({ page, logIn }) => {
  await page.goto("/members");
  await logIn(page, "tom");
  await expect(page.getByText("Trial membership.")).toBeVisible();
  await page.goto("/members/account");
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  await page.goto("/full");
  await page.getByRole("link", { name: "Members’ home" }).click();
  await expect(page).toHaveURL("/members");
});

test("pages run under their policy without a violation", async ({ page, logIn }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) violations.push(message.text());
  });
  await page.goto("/");
  await page.goto("/members");
  await logIn(page, "fiona");
  for (const path of [
    "/members",
    "/members/account",
    "/full",
    "/members/nothing-here",
    "/signed-out",
    "/timed-out",
    "/sign-in-failed",
    "/sign-out",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  expect(violations).toEqual([]);
});
