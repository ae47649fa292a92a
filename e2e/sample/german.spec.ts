/** The sample in German, from a build of its own. */
import { films, photos } from "../../app/(members)/members/(sample)/films";
import { de } from "../../app/(members)/members/(sample)/words/de";
import { en } from "../../app/(members)/members/(sample)/words/en";
import { brand } from "../../app/theme/brand";
import { startAltered } from "../fixtures/altered-build";
import { heading, mainLink } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";

/** Returns the titles of all films and photos in a language. */
const titlesIn = (words: typeof en) => [
  ...films.map(({ slug }) => words.films[slug].title),
  ...photos.map(({ slug }) => words.photos[slug].title),
];

test("every film and photo has a German title of its own", () => {
  const english = titlesIn(en);
  expect(titlesIn(de).filter((title) => english.includes(title))).toEqual([]);
  expect(new Set(titlesIn(de)).size).toBe(films.length + photos.length);
});

test("a site in German shows the sample in German, on the tour and to members", async ({ page, nats, signInAs }) => {
  const language = `language: "${brand.language}"`;
  const german = await startAltered({ replace: { "app/theme/brand.ts": [[language, 'language: "de"']] } }, nats);
  try {
    await page.goto(german.origin);
    for (const { slug } of films.slice(0, 3)) await expect(mainLink(page, de.films[slug].title)).toBeVisible();
    await signInAs(page, { claims: { username: "tom", trial: "1", status: "1" } }, german.origin);
    const seen = { html: "" };
    for (const { path, title } of [
      { path: "/members/latest", title: de.latest.title },
      { path: "/members/gallery", title: de.gallery.title },
      { path: "/members/suggest", title: de.suggest.title },
      ...films.map(({ slug }) => ({ path: `/members/watch/${slug}`, title: de.films[slug].title })),
      ...photos.map(({ slug }) => ({ path: `/members/gallery/${slug}`, title: de.photos[slug].title })),
    ]) {
      await page.goto(german.origin + path);
      await expect.soft(heading(page, title)).toBeVisible();
      await expect.soft(page).toHaveTitle(`${title} – ${brand.name}`);
      seen.html += await page.content();
    }
    // The router's data and the browser's code hold no second language.
    for (const title of titlesIn(en)) expect.soft(seen.html).not.toContain(title);
  } finally {
    await german.stop();
  }
});
