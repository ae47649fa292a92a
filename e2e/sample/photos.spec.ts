/** The sample's photos: they load, keep their place, and lead to one another. */
import { photos } from "../../app/(members)/members/(sample)/films";
import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { heading, mainLink } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";

const { photos: photoWords, gallery } = sampleWords();

test.beforeEach(async ({ page, signInAs }) => {
  await signInAs(page);
});

test("the grid shows every photo, with a description and its size", async ({ page }) => {
  await page.goto("/members/gallery");
  const images = page.getByRole("main").getByRole("img");
  await expect(images).toHaveCount(photos.length);
  for (const [index, { slug, thumb }] of photos.entries()) {
    const image = images.nth(index);
    await image.scrollIntoViewIfNeeded();
    await expect(image).toHaveAttribute("alt", photoWords[slug].alt);
    await expect(image).toHaveAttribute("loading", "lazy");
    await expect(image).toHaveAttribute("width", String(thumb.width));
    await expect(image).toHaveAttribute("height", String(thumb.height));
    await expect(image).toHaveJSProperty("naturalWidth", thumb.width);
    await expect(image).toHaveJSProperty("naturalHeight", thumb.height);
  }
});

test("a photo says which of how many it is, and leads on and back to the last and the first", async ({ page }) => {
  await page.goto(`/members/gallery/${photos[0]?.slug}`);
  await expect(mainLink(page, gallery.previous)).toHaveCount(0);
  for (const [index, { slug, still }] of photos.entries()) {
    await expect(page).toHaveURL(`/members/gallery/${slug}`);
    await expect(heading(page, photoWords[slug].title)).toBeVisible();
    await expect(page.getByText(gallery.position(index + 1, photos.length))).toBeVisible();
    const image = page.getByRole("img", { name: photoWords[slug].alt, exact: true });
    await expect(image).toHaveJSProperty("naturalWidth", still.width);
    if (index + 1 < photos.length) await mainLink(page, gallery.next).click();
  }
  await expect(mainLink(page, gallery.next)).toHaveCount(0);
  await mainLink(page, gallery.previous).click();
  await expect(page).toHaveURL(`/members/gallery/${photos.at(-2)?.slug}`);
});

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 390, height: 664 },
  { width: 320, height: 568 },
]) {
  test(`at ${viewport.width} by ${viewport.height}, position, previous and next stand above the fold`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await page.goto(`/members/gallery/${photos[1]?.slug}`);
    for (const seen of [
      page.getByText(gallery.position(2, photos.length)),
      mainLink(page, gallery.previous),
      mainLink(page, gallery.next),
    ]) {
      await expect(seen).toBeInViewport({ ratio: 1 });
    }
  });
}
