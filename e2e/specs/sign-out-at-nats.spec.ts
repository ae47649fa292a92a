/** Sign-out where NATS can end its own login, too. */
import { words } from "../../app/theme/words";
import { mainLink, natsLogin, pressSignOut } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";

const { session: sessionWords } = words();

test.use({ switches: { endSession: "returns", singleSignOn: true } });

test("signing out ends NATS's login too, and the page says so", async ({ page, logIn, nats }) => {
  await page.goto("/members");
  await logIn(page, "fiona");
  await pressSignOut(page);
  for (const sentence of sessionWords.signedOutEverywhere.says) {
    await expect(page.getByText(sentence, { exact: true })).toBeVisible();
  }
  expect(nats.calls.count("logout")).toBe(1);
  await mainLink(page, sessionWords.signedOut.action).click();
  await expect(natsLogin(page)).toBeVisible();
});

test("with NATS down, signing out works here all the same", async ({ page, logIn, nats }) => {
  await page.goto("/members");
  await logIn(page, "fiona");
  nats.switches.down = true;
  await pressSignOut(page);
  await expect(page).toHaveURL(/member\/openid\/logout/);
  const left = (await page.context().cookies()).map(({ name }) => name).filter((name) => name.startsWith("members."));
  expect(left).toEqual(["members.ended"]);
});

test("where NATS keeps the member on its own page, both logins have ended all the same", async ({
  page,
  logIn,
  nats,
}) => {
  nats.switches.endSession = "stays";
  await page.goto("/members");
  await logIn(page, "fiona");
  await pressSignOut(page);
  await expect(page).toHaveURL(/member\/openid\/logout/);
  await page.goto("/members");
  await expect(natsLogin(page)).toBeVisible();
});
