/** The old vanity address as redirect URI: sign-ins and Apache's `?logout=` links keep working. */
import { words } from "../../app/theme/words";
import { unmarked } from "../../lib/access/return-path";
import { heading, headingOf } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";
import { navigation, visitor } from "../fixtures/visitor";

const { common, failures, session: sessionWords } = words();

const vanity = "/members/vanity.php";
test.use({ settings: { OIDC_REDIRECT_URI: `ORIGIN${vanity}` } });

test("OIDCRedirectURI: a sign-in goes out and comes back by the vanity address", async ({
  page,
  logIn,
  nats,
  product,
}) => {
  await page.goto(`${product.origin}/members/account?page=2`);
  await logIn(page, "fiona");
  await expect(page).toHaveURL(`${product.origin}/members/account?page=2`);
  const token = nats.calls.list.find((call) => call.endpoint === "token");
  expect(token?.form.redirect_uri).toBe(product.origin + vanity);
});

test("the vanity address opened without parameters leads members to their home, others to a page", async ({
  product,
}) => {
  const member = visitor();
  const stranger = await member.follow(product.origin + vanity);
  expect([stranger.status, headingOf(stranger.body)]).toEqual([400, failures.bad_callback.heading]);
  await member.signIn(`${product.origin}/members`, "fiona");
  expect((await member.open(product.origin + vanity)).location).toBe(`${product.origin}/members`);
});

test("the answer of the vanity address names its code in no header", async ({ product }) => {
  const member = visitor();
  const answer = await member.open(await member.logIn(`${product.origin}/members`, "fiona"));
  expect(answer.location).toBe(`${product.origin}/members`);
  expect(JSON.stringify(answer.headers)).not.toContain("code=");
});

test("?logout=: a link clicked on our own page signs out and leads where it says", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const clicked = { ...navigation, "sec-fetch-site": "same-origin" };
  const answer = await member.open(`${product.origin}${vanity}?logout=${encodeURIComponent(`${product.origin}/`)}`, {
    headers: clicked,
  });
  expect(answer.location).toBe(`${product.origin}/`);
  expect((await member.open(`${product.origin}/members`)).status).toBe(302);
});

test("?logout=: opened from anywhere else it asks first, then leads where it says", async ({
  page,
  logIn,
  product,
}) => {
  await page.goto(`${product.origin}/members`);
  await logIn(page, "fiona");
  await page.goto(`${product.origin}${vanity}?logout=%2F`);
  await expect(heading(page, sessionWords.signOut.heading)).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: common.signOut, exact: true }).click();
  await expect(page).toHaveURL(`${product.origin}/`);
});

test("?logout= is not an address to return to: a link cannot make a page of the site lead to a sign-out", async ({
  product,
}) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const clicked = { ...navigation, "sec-fetch-site": "same-origin" };
  for (const spelling of [vanity, vanity.replace("v", "%76")]) {
    const returnTo = encodeURIComponent(`${spelling}?logout=/`);
    const page = await member.open(`${product.origin}/unavailable?returnTo=${returnTo}`);
    expect(page.body).not.toContain("?logout=");
    for (const path of ["/login", "/api/auth/recheck"]) {
      const answer = await member.open(`${product.origin}${path}?returnTo=${returnTo}`, { headers: clicked });
      // A second recheck of the same page is marked; the gate takes the mark away.
      expect(unmarked(answer.location), path).toBe(`${product.origin}/members`);
    }
  }
  expect((await member.open(`${product.origin}/members`)).status).toBe(200);
});

test("?logout=: another host is refused as target, and the sign-out still happens", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const clicked = { ...navigation, "sec-fetch-site": "same-origin" };
  const answer = await member.open(`${product.origin}${vanity}?logout=https%3A%2F%2Fevil.test%2F`, {
    headers: clicked,
  });
  expect(answer.location).toBe(`${product.origin}/signed-out`);
});
