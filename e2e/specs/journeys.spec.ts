/** The journeys of a member: in from the tour, refused with a reason, and out again. */
import { helpLink } from "../../app/parts/help-link";
import { navigation } from "../../app/theme/contents";
import { words } from "../../app/theme/words";
import { heading, mainLink, natsLogin, pressSignOut } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";

const { account, common, full, home, membership, refused, session: sessionWords } = words();

test.use({
  switches: { MEMBER_OPENID_EXPIRED_LOGIN: true, letNeverJoinedIn: true },
  settings: { NATS_EXPIRED_LOGIN: "on" },
});

test("from the tour through NATS to the members' home, which shows name, membership and header links", async ({
  page,
  logIn,
}) => {
  await page.goto("/");
  await mainLink(page, common.enter).first().click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members");
  await expect(heading(page, home.heading("fiona"))).toBeVisible();
  await expect(page.getByText(`${membership({ trial: "0" }).name}.`, { exact: true })).toBeVisible();
  const links = page.getByRole("navigation", { name: common.mainNavigation, exact: true }).getByRole("link");
  await expect(links).toHaveText(navigation().map(({ label }) => label));
});

test("a wrong password stays at NATS, the right one leads back to the same page, query included", async ({ page }) => {
  await page.goto("/members/account?page=2&from=caf%C3%A9%26more");
  await page.getByLabel("Username").fill("fiona");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByText("Login Failed!")).toBeVisible();
  await page.getByLabel("Username").fill("fiona");
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL("/members/account?page=2&from=caf%C3%A9%26more");
  await expect(heading(page, account.title)).toBeVisible();
});

test("a full member opens the full page", async ({ page, logIn }) => {
  await page.goto("/full");
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/full");
  await expect(heading(page, full.title)).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const { member, path, words, action, target } of [
    {
      member: "tom",
      path: "/full",
      words: refused.trial,
      action: common.upgrade,
      target: "/signup/upgradeplus.php?site=1&username=tom",
    },
    {
      member: "eddie",
      path: "/members",
      words: refused.expired,
      action: common.renew,
      target: "/signup/signupplus.php?site=1&username=eddie",
    },
    {
      member: "nina",
      path: "/members",
      words: refused.never_joined,
      action: common.join,
      target: "/signup/signup.php?site=1",
    },
    { member: "uma", path: "/full", words: refused.unknown, action: common.getHelp, target: "help" },
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
      await expect(heading(page, words.heading)).toBeVisible();
      await expect(page.getByText(member).first()).toBeVisible();
      const reference = product.logged("refused").at(-1)?.member;
      const address = target === "help" ? helpLink(words.heading, String(reference)) : nats.origin + target;
      expect(await mainLink(page, action).getAttribute("href")).toContain(address);
    });
  }

  test("signing out leads to a page that says so, and the members area is closed again", async ({ page, logIn }) => {
    await page.goto("/members");
    await logIn(page, "fiona");
    await pressSignOut(page);
    await expect(page).toHaveURL("/signed-out");
    await expect(heading(page, sessionWords.signedOut.heading)).toBeVisible();
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(["members.ended"]);
    await page.goto("/members");
    await expect(natsLogin(page)).toBeVisible();
  });
});

test("a trial member stays welcome in the members area", async ({ page, logIn }) => {
  await page.goto("/members");
  await logIn(page, "tom");
  await expect(page.getByText(`${membership({ trial: "1" }).name}.`, { exact: true })).toBeVisible();
  await page.goto("/members/account");
  await expect(heading(page, account.title)).toBeVisible();
  await page.goto("/full");
  await mainLink(page, common.membersHome).click();
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
    "/members/no-such-page",
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
