/** The sample's films: the whole for full members, the teaser with a lock for others. */
import type { Page } from "@playwright/test";
import { films, photos } from "../../app/(members)/members/(sample)/films";
import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { brand } from "../../app/theme/brand";
import { words } from "../../app/theme/words";
import { heading, mainLink, pressSignOut } from "../fixtures/pages";
import { seek, whenKnown } from "../fixtures/player";
import { expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const { common, refused } = words();
const { films: filmWords, watch } = sampleWords();
const trial = { claims: { username: "tom", trial: "1", status: "1" } };
const unclear = { claims: { username: "uma", status: "1" } };
const [film] = films;
const [photo] = photos;
if (!film || !photo) throw new Error("The sample has one film and one photo at least.");
const { title } = filmWords[film.slug];
const filmPage = `/members/watch/${film.slug}`;

/** Finds the part of a film's page that says why the film is locked. */
const locked = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Returns the path of every file that a page shows or plays. */
function filesOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll("main img, main video, main source")];
    const named = shown.flatMap((element) => [element.getAttribute("src"), element.getAttribute("poster")]);
    return named.filter((address) => address?.startsWith("/media/")) as string[];
  });
}

/** Returns the status that a script of the page gets, from the browser's cache if it is there. */
function statusInPage(page: Page, path: string, headers: Record<string, string> = {}): Promise<number> {
  return page.evaluate(([address, extra]) => fetch(address, { headers: extra }).then(({ status }) => status), [
    path,
    headers,
  ] as const);
}

for (const { slug, whole } of films) {
  test(`${slug}: the film waits for a full member, knows its length, seeks both ways and plays`, async ({
    page,
    signInAs,
  }) => {
    const { seconds, width, height } = whole;
    const answers: number[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith(whole.path)) answers.push(response.status());
    });
    await signInAs(page);
    await page.goto(`/members/watch/${slug}`);
    const video = page.locator("video");
    await expect(video).toHaveAttribute("aria-label", filmWords[slug].title);
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

  test(`${slug}: a member on trial sees a lock and the teaser, and no byte of the film`, async ({ page, signInAs }) => {
    const asked: string[] = [];
    page.on("request", (sent) => asked.push(new URL(sent.url()).pathname));
    await signInAs(page, trial);
    await page.goto(`/members/watch/${slug}`);
    await expect(locked(page, watch.lockedHeading)).toContainText(watch.lockedSays(whole.seconds));
    expect((await whenKnown(page)).duration).toBeCloseTo(7, 1);
    expect(await seek(page, 5)).toBeCloseTo(5, 2);
    expect(asked.filter((path) => path.startsWith("/media/full/"))).toEqual([]);
    expect(await page.content()).not.toContain("/media/full/");
  });
}

test("after the upgrade at NATS the same address plays the film", async ({ page, logIn, nats }) => {
  await page.goto(filmPage);
  await logIn(page, "tom");
  await expect(locked(page, watch.lockedHeading)).toBeVisible();
  const upgrade = await mainLink(page, common.upgrade).getAttribute("href");
  expect(new URL(upgrade ?? "").origin).toBe(nats.origin);
  nats.member("tom").trial = 0;
  await mainLink(page, common.recheck).click();
  await expect(page).toHaveURL(filmPage);
  await expect(page).toHaveTitle(`${title} – ${brand.name}`);
  await expect(page.locator("video")).toHaveAttribute("src", film.whole.path);
  expect((await whenKnown(page)).duration).toBeGreaterThan(10);
  await expect(locked(page, watch.lockedHeading)).toHaveCount(0);
  await expect(mainLink(page, common.upgrade)).toHaveCount(0);
});

test("a member whose membership is unclear is led to support, not to a purchase", async ({ page, signInAs }) => {
  await signInAs(page, unclear);
  await page.goto(filmPage);
  await expect(locked(page, refused.unknown.heading)).toBeVisible();
  await expect(mainLink(page, common.getHelp)).toBeVisible();
  await expect(mainLink(page, common.upgrade)).toHaveCount(0);
  expect((await whenKnown(page)).duration).toBeCloseTo(film.teaser.seconds, 1);
});

test("a member on trial is refused the full file itself, however it is asked for", async ({ page, signInAs }) => {
  await signInAs(page, trial);
  await page.goto("/members/gallery");
  expect(await statusInPage(page, film.teaser.path)).toBe(200);
  for (const { path, status } of [
    { path: film.whole.path, status: 403 },
    { path: `${film.whole.path}?download`, status: 403 },
    { path: film.whole.path.replace("/full/", "/%66ull/"), status: 400 },
    { path: `/media-link?path=${film.whole.path}`, status: 403 },
  ]) {
    expect.soft(await statusInPage(page, path), path).toBe(status);
    expect.soft(await statusInPage(page, path, { range: "bytes=0-99" }), `${path} by range`).toBe(status);
  }
  expect((await page.goto(film.whole.path))?.status()).toBe(403);
  await expect(heading(page, refused.trial.heading)).toBeVisible();
});

test("an anonymous request gets no byte of any file that the pages name", async ({ page, signInAs, product }) => {
  const files = new Set<string>();
  for (const member of [{}, trial]) {
    await signInAs(page, member);
    for (const path of ["/members/latest", "/members/gallery", `/members/gallery/${photo.slug}`, filmPage]) {
      await page.goto(path);
      for (const file of await filesOn(page)) files.add(file);
    }
  }
  // Thumbnails of a page of films and of the photos, a photo, a poster, a film, its teaser.
  expect(files.size).toBe(3 + photos.length + 4);
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

test("after sign-out neither the cache nor the server gives a picture, not even one seen before", async ({
  page,
  signInAs,
}) => {
  await signInAs(page);
  await page.goto("/members/latest");
  const [thumbnail = ""] = await filesOn(page);
  expect(films.map(({ thumb }) => thumb.path)).toContain(thumbnail);
  expect(await statusInPage(page, thumbnail)).toBe(200);
  await pressSignOut(page);
  await expect(page).toHaveURL("/signed-out");
  expect(await statusInPage(page, thumbnail)).toBe(401);
  expect((await page.request.get(thumbnail, { headers: { "sec-fetch-mode": "no-cors" } })).status()).toBe(401);
});
