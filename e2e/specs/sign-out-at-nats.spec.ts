/** Sign-out where NATS can end its own login, too. */
import { expect, test } from "../fixtures/test";

test.use({ switches: { endSession: "returns", singleSignOn: true } });

test("signing out ends NATS's login too, and the page says so", async ({ page, logIn, nats }) => {
  await page.goto("/members");
  await logIn(page, "fiona");
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("the sign-in page has forgotten you, too")).toBeVisible();
  expect(nats.calls.count("logout")).toBe(1);
  await page.getByRole("link", { name: "Sign in again" }).click();
  await expect(page.getByRole("heading", { name: "Member login" })).toBeVisible();
});

test("with NATS down, signing out works here all the same", async ({ page, logIn, nats }) => {
  await page.goto("/members");
  await logIn(page, "fiona");
  nats.switches.down = true;
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/member\/openid\/logout/);
  const left = (await page.context().cookies()).map(({ name }) => name).filter((name) => name.startsWith("members."));
  expect(left).toEqual(["members.ended"]);
});

test("where NATS keeps the member on its own page, both logins are over all the same", async ({
  page,
  logIn,
  nats,
}) => {
  nats.switches.endSession = "stays";
  await page.goto("/members");
  await logIn(page, "fiona");
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/member\/openid\/logout/);
  await page.goto("/members");
  await expect(page.getByRole("heading", { name: "Member login" })).toBeVisible();
});
