/** The header: one row at any width, in the order of the Tab key, with a menu on a phone. */
import type { Page } from "@playwright/test";
import { navigation } from "../../app/theme/contents";
import { words } from "../../app/theme/words";
import { expect, test } from "../fixtures/test";

const { common } = words();
const long = `${"a".repeat(64)}@example.test`;

/** The names of what the Tab key meets in the header, in order, after the skip link. */
async function tabStops(page: Page): Promise<string[]> {
  const names: string[] = [];
  await page.keyboard.press("Tab");
  for (;;) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.closest("header") ? (activeElement.textContent ?? "").trim() : null;
    });
    if (name === null) return names;
    names.push(name);
  }
}

function middleOf(box: { y: number; height: number } | null): number {
  if (!box) throw new Error("a visible link has no box");
  return box.y + box.height / 2;
}

for (const width of [1280, 1024, 768, 390, 320]) {
  test(`at ${width} pixels a member's header is one row, cuts no link, and does not widen the page`, async ({
    page,
    signInAs,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await signInAs(page, { claims: { username: long, trial: "0", status: "1" } });
    await page.goto("/members");
    const header = page.getByRole("banner");
    expect((await header.boundingBox())?.height).toBeLessThanOrEqual(64);
    const boxes = await header.getByRole("link").and(page.locator(":visible")).all();
    const middles = await Promise.all(boxes.map(async (box) => middleOf(await box.boundingBox())));
    // An owner's mark may be a smaller box than the links.
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(8);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test("the Tab key meets mark, links, account and sign-out in the order of the screen", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto("/members");
  const stops = await tabStops(page);
  const labels = navigation().map(({ label }) => label);
  expect(stops.slice(1, -2)).toEqual(labels);
  expect(stops.at(-2)).toContain("fiona");
  expect(stops.at(-1)).toBe(common.signOut);
});

test("the mark leads members to their home, and visitors to the front page", async ({ page, signInAs }) => {
  await page.goto("/signed-out");
  await page.getByRole("banner").getByRole("link").first().click();
  await expect(page).toHaveURL("/");
  await signInAs(page);
  await page.goto("/members/account");
  await page.getByRole("banner").getByRole("link").first().click();
  await expect(page).toHaveURL("/members");
});

test("at 400 % zoom the header takes less than a third of the window", async ({ page, signInAs }) => {
  await page.setViewportSize({ width: 320, height: 200 });
  await signInAs(page);
  await page.goto("/members");
  expect((await page.getByRole("banner").boundingBox())?.height).toBeLessThan(200 / 3);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });
    test("on a phone a menu opens with every link, and Escape closes it", async ({ page, signInAs }) => {
      await signInAs(page);
      await page.goto("/members");
      const links = page.getByRole("navigation", { name: common.mainNavigation, exact: true }).getByRole("link");
      await expect(links.first()).toBeHidden();
      await page.getByRole("button", { name: common.menu, exact: true }).click();
      await expect(links).toHaveText(navigation().map(({ label }) => label));
      for (const link of await links.all()) await expect(link).toBeVisible();
      await expect(page.getByRole("banner").getByRole("button", { name: common.signOut, exact: true })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(links.first()).toBeHidden();
    });
  });
}

test("the front page offers sign-in in its header, and joining at its top and end", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("banner").getByRole("link", { name: common.signIn, exact: true })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: common.join, exact: true })).toHaveCount(2);
});
