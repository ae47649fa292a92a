/** The sample gallery and film pages: pictures load, films seek, and no file goes to others. */
import type { Page } from "@playwright/test";
import { photos, screenings } from "../../app/(members)/members/(sample)/films";
import { gallery, watch } from "../../app/(members)/members/(sample)/words";
import { brand } from "../../app/theme/brand";
import { words } from "../../app/theme/words";
import { heading, mainLink, pressSignOut } from "../fixtures/pages";
import { seek, whenKnown } from "../fixtures/player";
import { expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const { refused } = words();

const trial = { claims: { username: "tom", trial: "1", status: "1" } };
const [film] = screenings;
const [photo, nextPhoto] = photos;
if (!film || !photo || !nextPhoto) throw new Error("The sample has one film and two photos at least.");
const galleryPage = "/members/gallery";
const teaserPage = `/members/watch/${film.slug}`;
const longPage = `/full/watch/${film.slug}`;
const longFilm = film.long.path;
const pictures = photos.length + screenings.length;

/** Returns the path of every file that a page shows, plays or links to. */
function filesOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll("main img, main video, main source")];
    const named = shown.flatMap((element) => [element.getAttribute("src"), element.getAttribute("poster")]);
    const linked = [...document.querySelectorAll("main a")].map((link) => link.getAttribute("href"));
    return [...named, ...linked].filter((address) => address?.startsWith("/media/")) as string[];
  });
}

/** Returns the status that a script of the page gets, from the browser's cache if it is there. */
function statusInPage(page: Page, path: string, headers: Record<string, string> = {}): Promise<number> {
  return page.evaluate(([address, extra]) => fetch(address, { headers: extra }).then(({ status }) => status), [
    path,
    headers,
  ] as const);
}

test.describe("a full member", () => {
  test.beforeEach(async ({ page, signInAs }) => {
    await signInAs(page);
  });

  test("sees every thumbnail, with a description and its size", async ({ page }) => {
    await page.goto(galleryPage);
    const images = page.getByRole("main").getByRole("img");
    await expect(images).toHaveCount(pictures);
    for (const image of await images.all()) {
      await image.scrollIntoViewIfNeeded();
      await expect(image).not.toHaveJSProperty("naturalWidth", 0);
      await expect(image).toHaveAttribute("alt", /\w{3}/);
      const { width, height, naturalWidth, naturalHeight } = await image.evaluate((img: HTMLImageElement) => ({
        width: Number(img.getAttribute("width")),
        height: Number(img.getAttribute("height")),
        naturalWidth: img.naturalWidth,
        naturalHeight: img.naturalHeight,
      }));
      expect([width, height]).toEqual([naturalWidth, naturalHeight]);
    }
    await expect(page.getByRole("figure")).toHaveCount(photos.length);
    await expect(page.getByRole("figure").locator("img[loading=lazy]")).toHaveCount(photos.length);
  });

  test("opens a photo and the next one, and gets 404 for a name that does not exist", async ({ page }) => {
    await page.goto(galleryPage);
    await mainLink(page, photo.title).click();
    await expect(page).toHaveTitle(`${photo.title} – ${brand.name}`);
    const image = page.getByRole("img", { name: photo.alt, exact: true });
    await expect(image).not.toHaveJSProperty("naturalWidth", 0);
    await mainLink(page, gallery.next).click();
    await expect(heading(page, nextPhoto.title)).toBeVisible();
    expect((await page.goto(`${galleryPage}/no-such-photo`))?.status()).toBe(404);
    expect((await page.goto("/members/watch/no-such-film"))?.status()).toBe(404);
  });

  for (const { path, name, clip } of [
    { path: teaserPage, name: watch.titleOfTeaser(film.title), clip: film.teaser },
    { path: longPage, name: watch.titleOfLong(film.title), clip: film.long },
  ]) {
    test(`${path}: the film waits for the member, knows its length, seeks both ways and plays`, async ({ page }) => {
      const { seconds, width, height } = clip;
      const answers: number[] = [];
      page.on("response", (response) => {
        if (response.url().endsWith(clip.path)) answers.push(response.status());
      });
      await page.goto(path);
      await expect(page).toHaveTitle(`${name} – ${brand.name}`);
      const video = page.locator("video");
      await expect(video).toHaveAttribute("aria-label", name);
      await expect(video).toHaveAttribute("controls");
      const known = await whenKnown(page);
      expect(known).toMatchObject({ videoWidth: width, videoHeight: height, paused: true, currentTime: 0 });
      expect(known.duration).toBeCloseTo(seconds, 1);
      expect(await seek(page, seconds - 1.5)).toBeCloseTo(seconds - 1.5, 2);
      expect(await seek(page, 1)).toBeCloseTo(1, 2);
      await video.focus();
      await page.keyboard.press("Space");
      await expect.poll(() => video.evaluate((player: HTMLVideoElement) => player.currentTime)).toBeGreaterThan(1.1);
      expect(answers.length).toBeGreaterThan(0);
      expect(
        answers.every((status) => status === 206),
        `answers: ${answers}`,
      ).toBe(true);
    });
  }

  test("after sign-out neither the cache nor the server gives a picture, not even one seen before", async ({
    page,
  }) => {
    await page.goto(galleryPage);
    const [thumbnail = ""] = await filesOn(page);
    expect([...photos, ...screenings].map(({ thumb }) => thumb.path)).toContain(thumbnail);
    expect(await statusInPage(page, thumbnail)).toBe(200);
    await pressSignOut(page);
    await expect(page).toHaveURL("/signed-out");
    expect(await statusInPage(page, thumbnail)).toBe(401);
    expect((await page.request.get(thumbnail, { headers: { "sec-fetch-mode": "no-cors" } })).status()).toBe(401);
  });

  test("the pages run under their policy without a violation", async ({ page }) => {
    const violations: string[] = [];
    page.on("console", (message) => {
      if (/content security policy|refused to/i.test(message.text())) violations.push(message.text());
    });
    for (const path of [galleryPage, `${galleryPage}/${photo.slug}`, teaserPage, longPage]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      if (path.includes("watch")) await whenKnown(page);
    }
    expect(violations).toEqual([]);
  });

  test("links that do not end are never renewed", async ({ page }) => {
    const renewals: string[] = [];
    page.on("request", (sent) => {
      if (sent.url().includes("/media-link")) renewals.push(sent.url());
    });
    await page.clock.install();
    await page.goto(teaserPage);
    await whenKnown(page);
    await page.clock.fastForward("20:00");
    expect(await seek(page, 4)).toBeCloseTo(4, 2);
    expect(renewals).toEqual([]);
  });
});

test.describe("a trial member", () => {
  test("watches the teaser; the long version is shown locked, and its page says why", async ({ page, signInAs }) => {
    const asked: string[] = [];
    page.on("request", (sent) => asked.push(new URL(sent.url()).pathname));
    await signInAs(page, trial);
    await page.goto(galleryPage);
    await mainLink(page, watch.watchTeaser).first().click();
    expect((await whenKnown(page)).duration).toBeCloseTo(film.teaser.seconds, 1);
    expect(await seek(page, 5)).toBeCloseTo(5, 2);
    const locked = mainLink(page, `${watch.watchLong} ${watch.fullOnly}`);
    const answered = page.waitForResponse((response) => response.url().endsWith(longPage));
    await locked.click();
    expect((await answered).status()).toBe(403);
    await expect(page).toHaveURL(longPage);
    await expect(heading(page, refused.trial.heading)).toBeVisible();
    expect(asked.filter((path) => path.startsWith("/media/full/"))).toEqual([]);
  });

  test("is refused the full file itself, however it is asked for", async ({ page, signInAs }) => {
    await signInAs(page, trial);
    await page.goto(galleryPage);
    expect(await statusInPage(page, film.teaser.path)).toBe(200);
    for (const { path, status } of [
      { path: longFilm, status: 403 },
      { path: `${longFilm}?download`, status: 403 },
      { path: longFilm.replace("/full/", "/%66ull/"), status: 400 },
      { path: `/media-link?path=${longFilm}`, status: 403 },
    ]) {
      expect.soft(await statusInPage(page, path), path).toBe(status);
      expect.soft(await statusInPage(page, path, { range: "bytes=0-99" }), `${path} by range`).toBe(status);
    }
    expect((await page.goto(longFilm))?.status()).toBe(403);
    await expect(heading(page, refused.trial.heading)).toBeVisible();
  });
});

test("an anonymous request gets no byte of any file that the pages name", async ({ page, signInAs, product }) => {
  await signInAs(page);
  const files = new Set<string>();
  for (const path of [galleryPage, `${galleryPage}/${photo.slug}`, teaserPage, longPage]) {
    await page.goto(path);
    for (const file of await filesOn(page)) files.add(file);
  }
  // Thumbnails, a photo, a poster, two films.
  expect(files.size).toBe(pictures + 4);
  for (const file of files) {
    const own = { "sec-fetch-mode": "no-cors", "sec-fetch-site": "same-origin" };
    for (const options of [
      { headers: own },
      { headers: { ...own, range: "bytes=0-1" } },
      { headers: own, method: "HEAD" },
    ]) {
      const answer = await request(product.origin + file, options);
      expect.soft(answer.status, `${options.method ?? "GET"} ${file}`).toBe(401);
      expect.soft(answer.headers["content-type"] ?? "", file).not.toMatch(/^(image|video)\//);
      expect.soft(answer.headers["set-cookie"], file).toBeUndefined();
    }
  }
});
