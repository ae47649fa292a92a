/** Another language: every word of every page comes from it, and times are written as it does. */
import { brand } from "../../app/theme/brand";
import { languages } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { startAltered } from "../fixtures/altered-build";
import type { Product } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

test.describe.configure({ mode: "serial" });
test.use({ switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

const other = brand.language === "en" ? "de" : "en";
const words = languages[other];
const former = languages[brand.language];
let product: Product;

test.beforeAll(async ({ running }) => {
  product = await startAltered(
    {
      rename: { "app/theme/brand.ts": "app/theme/owner-brand.ts" },
      add: {
        "app/theme/brand.ts": `import { brand as owner } from "./owner-brand";
export type { Language } from "./owner-brand";
export const brand: typeof owner = { ...owner, language: "${other}" };
`,
      },
    },
    running.nats,
    { NATS_EXPIRED_LOGIN: "on" },
  );
});
test.afterAll(async () => product?.stop());

/** Texts of the former language, long enough not to occur by chance. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return value.length >= 12 && !value.includes(brand.name) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

test(`the pages of a member are in ${other}: the tour, home, account, refusals and the sign-out`, async ({ page }) => {
  const same = new Set(textsOf(words));
  const wrong = textsOf(former).filter((text) => !same.has(text));
  const expectLanguage = async (heading: string) => {
    await expect(page.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", other);
    // What is shown, without the data of scripts.
    const shown = await page.locator("body > :not(script)").allInnerTexts();
    expect(wrong.filter((text) => shown.join().includes(text))).toEqual([]);
  };
  await page.goto(product.origin);
  await expectLanguage(words.tour.title);
  await page.goto(`${product.origin}/members`);
  await page.getByRole("button", { name: "tom", exact: true }).click();
  await expectLanguage(words.home.heading("tom"));
  await page.goto(`${product.origin}/members/account`);
  await expectLanguage(words.account.title);
  await expect(page.getByText(words.account.idleSays(3600))).toBeVisible();
  await page.goto(`${product.origin}/full`);
  await expectLanguage(words.refused.trial.heading);
  await page.goto(product.origin + addresses.signOut);
  await expectLanguage(words.session.signOut.heading);
  await page.getByRole("main").getByRole("button", { name: words.common.signOut, exact: true }).click();
  await expectLanguage(words.session.signedOut.heading);
});

test(`status pages have titles and texts in ${other}`, async () => {
  const failed = await visitor().follow(`${product.origin}${addresses.signInFailed}`);
  expect(failed.body).toContain(`<title>${words.failureUnknown.heading} – ${brand.name.replace("&", "&amp;")}</title>`);
  const expired = await visitor().signIn(`${product.origin}/members`, "eddie");
  expect(expired.body).toContain(words.refused.expired.heading);
});
