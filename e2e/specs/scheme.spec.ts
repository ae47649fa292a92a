/** Light or dark: as the device says, unless the member chooses. No script, so no flash. */
import type { Page } from "@playwright/test";
import { brand } from "../../app/theme/brand";
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { schemeCookieName } from "../../lib/session/cookies";
import { cookieOf, expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const { look } = words().account;
const schemeOf = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);

test.skip(brand.scheme !== "system", "this site is always light, or always dark");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });
    test("a choice on the account page holds on every page of the member, until it is taken back", async ({
      page,
      signInAs,
    }) => {
      await signInAs(page);
      await page.goto("/members/account");
      await page.getByRole("button", { name: look.dark, exact: true }).click();
      await expect(page).toHaveURL("/members/account");
      await expect(page.getByRole("button", { name: look.dark, exact: true })).toHaveAttribute("aria-pressed", "true");
      for (const path of ["/members/account", "/members", "/sign-out"]) {
        const html = await (await page.goto(path))?.text();
        expect(html, path).toContain('data-page-scheme="dark"');
        expect(await schemeOf(page), path).toBe("dark");
      }
      await page.goto("/members/account");
      await page.getByRole("button", { name: look.system, exact: true }).click();
      await expect(page).toHaveURL("/members/account");
      await expect.poll(() => schemeOf(page)).toBe("light dark");
    });
  });
}

test("another site cannot choose, and the way back leads to pages of this site only", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  const post = (origin: string, body: string) =>
    request(product.origin + addresses.scheme, {
      method: "POST",
      headers: { cookie, origin, "content-type": "application/x-www-form-urlencoded" },
      body,
    });
  const own = await post(product.origin, "scheme=dark&returnTo=%2Fmembers%2Faccount");
  expect([own.status, own.location]).toEqual([303, `${product.origin}/members/account`]);
  expect(String(own.headers["set-cookie"])).toContain(`${schemeCookieName({ secure: false })}=dark`);
  const foreign = await post("https://evil.example", "scheme=dark&returnTo=https%3A%2F%2Fevil.example");
  expect([foreign.status, foreign.location]).toEqual([303, `${product.origin}/members`]);
  expect(foreign.headers["set-cookie"]).toBeUndefined();
  const nonsense = await post(product.origin, "scheme=%3Cscript%3E");
  expect(String(nonsense.headers["set-cookie"])).not.toContain("script");
  expect((await request(product.origin + addresses.scheme)).status).toBe(405);
});
