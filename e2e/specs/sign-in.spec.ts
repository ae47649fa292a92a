/** Sign-ins with Back, bookmarks and odd cookies end on the requested page or on an explanation. */
import { words } from "../../app/theme/words";
import { openSession } from "../../lib/session/payload";
import { heading, headingOf, mainLink } from "../fixtures/pages";
import { settingsOf } from "../fixtures/product";
import { expect, sessionOf, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { common, failures, home } = words();

const session = "members.session";

test("Back from the members area does not trap the member at NATS, and forward leads in again", async ({
  page,
  logIn,
}) => {
  await page.goto("/");
  await mainLink(page, common.enter).first().click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members");
  await page.goBack();
  await page.goForward();
  await expect(heading(page, home.heading("fiona"))).toBeVisible();
});

test("a very long address is remembered without its query, and its cookie stays small", async ({ product }) => {
  const member = visitor();
  const end = await member.signIn(`${product.origin}/members/account?page=2&x=${"y".repeat(1500)}`, "fiona");
  expect(end.url).toBe(`${product.origin}/members/account`);
  for (const [name, value] of member.cookies) expect(`${name}=${value}`.length).toBeLessThan(1100);
});

test("a login page of NATS opened from a bookmark in another browser ends on a page with one button that works", async ({
  product,
}) => {
  const login = await visitor().follow(`${product.origin}/members`);
  const other = visitor();
  const end = await other.signIn(login.url, "fiona");
  expect(end.status).toBe(400);
  expect(headingOf(end.body)).toBe(failures.cookies.heading);
  const again = await other.signIn(`${product.origin}/login?returnTo=%2Fmembers`, "fiona");
  expect(again.url).toBe(`${product.origin}/members`);
});

test("cancelling at NATS leads to a page that says so, and back in", async ({ page, nats, logIn }) => {
  nats.switches.cancel = "accessDenied";
  await page.goto("/members/account");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(heading(page, failures.cancelled.heading)).toBeVisible();
  for (const sentence of failures.cancelled.says) await expect(page.getByText(sentence, { exact: true })).toBeVisible();
  await mainLink(page, common.tryAgain).click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL("/members/account");
});

test("with cookies blocked, two page loads end on a page that says which cookie we need", async ({ product }) => {
  const member = visitor();
  member.cookies.set = () => member.cookies; // The browser keeps no cookie.
  const login = await member.follow(`${product.origin}/members/account`);
  const end = await member.signIn(login.url, "fiona");
  expect(end.status).toBe(400);
  expect(headingOf(end.body)).toBe(failures.cookies.heading);
  expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "cookies" });
});

test("a session planted beforehand is never adopted: a sign-in makes a new one", async ({
  page,
  signInAs,
  product,
  logIn,
}) => {
  const planted = await signInAs(page, { loginAt: 1, seenAt: 1, exp: 2 });
  const before = (await page.context().cookies()).find(({ name }) => name === session)?.value;
  await page.goto("/login?returnTo=%2Fmembers");
  await logIn(page, "tom");
  await expect(page).toHaveURL(`${product.origin}/members`);
  const after = (await page.context().cookies()).find(({ name }) => name === session)?.value;
  expect(after).not.toBe(before);
  await expect(heading(page, home.heading("tom"))).toBeVisible();
  const again = visitor();
  await again.signIn(`${product.origin}/members`, "tom");
  const { secrets } = settingsOf(product);
  const sids = await Promise.all(
    [after, again.cookies.get(session)].map(async (value = "") => (await openSession(value, secrets))?.sid),
  );
  expect(new Set([planted.sid, ...sids]).size, "each sign-in has an id of its own").toBe(3);
});

test("a signed-in member who opens /login goes straight to the page", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto("/login?returnTo=%2Fmembers%2Faccount");
  await expect(page).toHaveURL("/members/account");
});

test("a broken or foreign session cookie counts as signed out, never as an error", async ({ product, nats }) => {
  const values = [
    "x",
    "a.b.c",
    "a..b.c.d",
    "%00",
    "%n%s",
    `${"A".repeat(3800)}`,
    `${sessionOf(nats.origin).sid}..A.A.A`,
    '"',
    "{}",
  ];
  for (const value of values) {
    const member = visitor();
    member.cookies.set(session, value);
    const answer = await member.open(`${product.origin}/members`);
    expect(answer.status, value).toBe(302);
    expect(answer.location).toContain("/login");
  }
  for (const header of [";", "=", "; ;", "members.session", "members.session=", "members.flow.x"]) {
    const answer = await visitor().open(`${product.origin}/members`, { headers: { cookie: header } });
    expect(answer.status, header).toBe(302);
  }
});
