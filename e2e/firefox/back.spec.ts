/** Back and Forward in Firefox, which keeps the tour for them and loads members' pages anew. */
import { words } from "../../app/theme/words";
import { assertionLimit } from "../fixtures/limits";
import type { Product } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { type Firefox, startFirefox } from "./firefox";

const { account, common, session: sessionWords } = words();

let firefox: Firefox;

test.beforeAll(async () => {
  firefox = await startFirefox();
});

test.afterAll(async () => {
  await firefox?.stop();
});

const tom = { sub: "2", claims: { username: "tom", trial: "1", status: "1" } };

/** Gives Firefox a session. It takes cookies for the page that is open. */
async function signIn(
  here: { nats: { origin: string }; product: Product },
  changes: Parameters<typeof cookieOf>[1] = {},
): Promise<void> {
  const [name = "", value = ""] = (await cookieOf(here, changes)).split("=");
  await firefox.setCookie(name, value);
}

// Firefox throws at a question that it gets while it leaves a page.
const sees = (heading: string) =>
  expect(async () => expect(await firefox.heading()).toBe(heading)).toPass({ timeout: assertionLimit });

const text = () => firefox.evaluate("document.body.textContent");

test("Firefox keeps pages for Back", async ({ product }) => {
  await firefox.open(product.origin);
  await firefox.evaluate("(window.kept = true)");
  await firefox.open(`${product.origin}/robots.txt`);
  await firefox.back();
  expect(await firefox.evaluate("window.kept")).toBe(true);
});

for (const to of ["Back", "Forward"] as const) {
  const step = () => (to === "Back" ? firefox.back() : firefox.forward());
  const between = "/robots.txt";

  /** Opens fiona's page and leaves it, so that the next step leads to it again. */
  const leave = async (here: { nats: { origin: string }; product: Product }) => {
    await firefox.open(here.product.origin + between);
    await signIn(here);
    await firefox.open(`${here.product.origin}/members/account`);
    await sees(account.title);
    await firefox.idle();
    expect(await text()).toContain("fiona");
    if (to === "Back") await firefox.open(here.product.origin + between);
    else await firefox.back();
    expect(await firefox.url()).toBe(here.product.origin + between);
  };

  for (const { what, changes, heading } of [
    { what: "a time-out", changes: { loginAt: 1, seenAt: 1, exp: 2 }, heading: sessionWords.timedOut.heading },
    { what: "another member signed in", changes: tom, heading: account.title },
  ]) {
    test(`${to} after ${what} shows nothing of the first`, async ({ product, nats }) => {
      await leave({ product, nats });
      await signIn({ product, nats }, changes);
      await step();
      await sees(heading);
      expect(await text()).not.toContain("fiona");
    });
  }

  test(`${to} after a sign-out shows nothing of the member`, async ({ product, nats }) => {
    await leave({ product, nats });
    if (to === "Back") {
      await firefox.open(`${product.origin}/members/account`);
      await firefox.idle();
      await firefox.click(common.signOut);
      await sees(sessionWords.signedOut.heading);
    } else await firefox.setCookie("members.session", "");
    await step();
    await sees("Member login");
    expect(await text()).not.toContain("@example.test");
    expect(new URL(await firefox.url()).origin).toBe(nats.origin);
  });
}
