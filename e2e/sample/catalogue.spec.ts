/** The sample's catalogue: every card leads to its page, and nonsense is not found. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { films, photos, tourFilms } from "../../app/(members)/members/(sample)/films";
import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { brand } from "../../app/theme/brand";
import { words } from "../../app/theme/words";
import { brokenWords } from "../../app/theme/words/broken";
import { heading, mainLink } from "../fixtures/pages";
import { root } from "../fixtures/product";
import { expect, test } from "../fixtures/test";

const { common } = words();
const { films: filmWords, photos: photoWords, latest, gallery } = sampleWords();
const trial = { claims: { username: "tom", trial: "1", status: "1" } };
const titles = [...films.map(({ slug }) => filmWords[slug].title), ...photos.map(({ slug }) => photoWords[slug].title)];

/** Returns the links of the cards in the main part of a page, in order. */
async function cardsOn(page: Page): Promise<{ href: string; title: string }[]> {
  const links = await page.getByRole("main").getByRole("listitem").getByRole("link").all();
  return Promise.all(
    links.map(async (link) => ({
      href: (await link.getAttribute("href")) ?? "",
      title: (await link.textContent()) ?? "",
    })),
  );
}

/** Opens what each card leads to, and expects the card's title as its heading. */
async function expectPages(page: Page, cards: readonly { href: string; title: string }[]): Promise<void> {
  for (const { href, title } of cards) {
    expect.soft((await page.goto(href))?.status(), href).toBe(200);
    await expect.soft(heading(page, title)).toBeVisible();
    await expect.soft(page).toHaveTitle(`${title} – ${brand.name}`);
  }
}

for (const { path, shown } of [
  { path: "/members/latest", shown: films.slice(0, 3).map(({ slug }) => filmWords[slug].title) },
  { path: "/members/latest?page=2", shown: films.slice(3, 6).map(({ slug }) => filmWords[slug].title) },
  { path: "/full", shown: films.map(({ slug }) => filmWords[slug].title) },
  { path: "/members/gallery", shown: photos.map(({ slug }) => photoWords[slug].title) },
]) {
  test(`${path}: everything shown leads to its page`, async ({ page, signInAs }) => {
    await signInAs(page);
    await page.goto(path);
    const cards = await cardsOn(page);
    expect(cards.map(({ title }) => title)).toEqual(shown);
    expect(new Set(cards.map(({ href }) => href)).size).toBe(cards.length);
    await expectPages(page, cards);
  });
}

test("the tour's films lead a visitor through the sign-in to the film", async ({ page, logIn }) => {
  await page.goto("/");
  const cards = (await cardsOn(page)).filter(({ href }) => href.startsWith("/members/watch/"));
  expect(cards.map(({ title }) => title)).toEqual(tourFilms.map(({ slug }) => filmWords[slug].title));
  const pictures = page.getByRole("main").locator("li img");
  await expect(pictures).toHaveCount(tourFilms.length);
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect(picture).not.toHaveJSProperty("naturalWidth", 0);
  }
  const [card = { href: "", title: "" }] = cards;
  await mainLink(page, card.title).click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL(card.href);
  await expect(heading(page, card.title)).toBeVisible();
});

test("films have a lock for a member on trial, and none for a full member", async ({ page, signInAs }) => {
  await signInAs(page, trial);
  await page.goto("/members/latest");
  await expect(page.getByRole("main").getByRole("listitem").getByText(common.fullOnly, { exact: true })).toHaveCount(3);
  await signInAs(page);
  await page.goto("/members/latest");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(3);
  await expect(page.getByText(common.fullOnly, { exact: true })).toHaveCount(0);
});

test("the latest films go from page to page and back, and a page beyond the last is empty", async ({
  page,
  signInAs,
}) => {
  await signInAs(page);
  await page.goto("/members/latest");
  await expect(page.getByText(latest.page(1, 2), { exact: true })).toBeVisible();
  await expect(mainLink(page, latest.newer)).toHaveCount(0);
  await mainLink(page, latest.older).click();
  await expect(page.getByText(latest.page(2, 2), { exact: true })).toBeVisible();
  await expect(page).toHaveTitle(`${latest.titleOfPage(2)} – ${brand.name}`);
  await expect(mainLink(page, latest.older)).toHaveCount(0);
  await mainLink(page, latest.newer).click();
  await expect(page).toHaveURL("/members/latest");
  expect((await page.goto("/members/latest?page=3"))?.status()).toBe(200);
  await expect(page.getByText(latest.beyond(3), { exact: true })).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(0);
  await mainLink(page, latest.first).click();
  await expect(page).toHaveURL("/members/latest");
});

for (const path of [
  ...["abc", "0", "-1", "1.5", "01", "", "1e3", "9999999", "2&page=3"].map((page) => `/members/latest?page=${page}`),
  "/members/gallery/no-such-photo",
  "/members/watch/no-such-film",
  "/members/watch/heron",
]) {
  test(`${path} is not found, and has no title of another`, async ({ page, signInAs }) => {
    await signInAs(page);
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(heading(page, brokenWords.missing.heading)).toBeVisible();
    const title = await page.title();
    for (const other of [...titles, latest.title, gallery.title]) expect.soft(title).not.toContain(other);
  });
}

test("the sample's files together have at most 3 MB", () => {
  const files = ["media", "public/brand/sample"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size),
  );
  expect(files.length).toBeGreaterThan(films.length * 4 + photos.length * 2);
  expect(files.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3_000_000);
});
