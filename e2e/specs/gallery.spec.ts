/** The sample gallery and the film pages: pictures load with the session, films seek, and nobody gets a file that is not theirs. */
import type { Page } from "@playwright/test";
import { seek, whenKnown } from "../fixtures/player";
import { expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const trial = { claims: { username: "tom", trial: "1", status: "1" } };
const teaserPage = "/members/watch/last-light";
const longPage = "/full/watch/last-light";
const longFilm = "/media/full/last-light.webm";

/** The addresses of every file a page shows or plays, without the origin. */
function filesOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll("main img, main video, main source")];
    const named = shown.flatMap((element) => [element.getAttribute("src"), element.getAttribute("poster")]);
    const linked = [...document.querySelectorAll("main a")].map((link) => link.getAttribute("href"));
    return [...named, ...linked].filter((address) => address?.startsWith("/media/")) as string[];
  });
}

/** What the page's own script gets for an address, the browser's cache asked first. */
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

  test("sees every thumbnail, each with its words and a place kept free", async ({ page }) => {
    await page.goto("/members");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Gallery" }).click();
    const images = page.getByRole("main").getByRole("img");
    await expect(images).toHaveCount(9);
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
    await expect(page.getByRole("figure")).toHaveCount(8);
    await expect(page.getByRole("figure").locator("img[loading=lazy]")).toHaveCount(8);
  });

  test("opens a photo, walks to the next, and is told when there is none of that name", async ({ page }) => {
    await page.goto("/members/gallery");
    await page.getByRole("link", { name: "The Heron’s Hour" }).click();
    await expect(page).toHaveTitle(/The Heron’s Hour/);
    await expect(page.getByRole("img", { name: /heron stands/ })).not.toHaveJSProperty("naturalWidth", 0);
    await page.getByRole("link", { name: "Next photo" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Snowmelt" })).toBeVisible();
    expect((await page.goto("/members/gallery/none"))?.status()).toBe(404);
    expect((await page.goto("/members/watch/none"))?.status()).toBe(404);
  });

  for (const { path, name, seconds } of [
    { path: teaserPage, name: "Last Light, the teaser", seconds: 6 },
    { path: longPage, name: "Last Light, the long version", seconds: 20 },
  ]) {
    test(`${path}: the film waits for the member, knows its length, seeks both ways and plays`, async ({ page }) => {
      const answers: number[] = [];
      page.on("response", (response) => {
        if (response.url().endsWith(".webm")) answers.push(response.status());
      });
      await page.goto(path);
      await expect(page).toHaveTitle(new RegExp(name));
      const video = page.locator("video");
      await expect(video).toHaveAttribute("aria-label", name);
      await expect(video).toHaveAttribute("controls");
      const known = await whenKnown(page);
      expect(known).toMatchObject({ videoWidth: 1280, videoHeight: 720, paused: true, currentTime: 0 });
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

  test("after sign-out not even a picture seen before can be had, from the cache or the server", async ({ page }) => {
    await page.goto("/members/gallery");
    const [thumbnail = ""] = await filesOn(page);
    expect(thumbnail).toMatch(/^\/media\/thumbs\//);
    expect(await statusInPage(page, thumbnail)).toBe(200);
    await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL("/signed-out");
    expect(await statusInPage(page, thumbnail)).toBe(401);
    expect((await page.request.get(thumbnail, { headers: { "sec-fetch-mode": "no-cors" } })).status()).toBe(401);
  });

  test("the pages run under their policy without a violation", async ({ page }) => {
    const violations: string[] = [];
    page.on("console", (message) => {
      if (/content security policy|refused to/i.test(message.text())) violations.push(message.text());
    });
    for (const path of ["/members/gallery", "/members/gallery/owls", teaserPage, longPage]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      if (path.includes("watch")) await whenKnown(page);
    }
    expect(violations).toEqual([]);
  });

  test("links that do not end are never asked for again", async ({ page }) => {
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
    await page.goto("/members/gallery");
    await page.getByRole("link", { name: "Watch the teaser" }).click();
    expect((await whenKnown(page)).duration).toBeCloseTo(6, 1);
    expect(await seek(page, 5)).toBeCloseTo(5, 2);
    const locked = page.getByRole("link", { name: "Watch the long version Full members" });
    const answered = page.waitForResponse((response) => response.url().endsWith(longPage));
    await locked.click();
    expect((await answered).status()).toBe(403);
    await expect(page).toHaveURL(longPage);
    await expect(page.getByRole("heading", { level: 1, name: "This part is for full members" })).toBeVisible();
    expect(asked.filter((path) => path.startsWith("/media/full/"))).toEqual([]);
  });

  test("is refused the full file itself, however it is asked for", async ({ page, signInAs }) => {
    await signInAs(page, trial);
    await page.goto("/members/gallery");
    expect(await statusInPage(page, "/media/teasers/last-light.webm")).toBe(200);
    for (const { path, status } of [
      { path: longFilm, status: 403 },
      { path: `${longFilm}?download`, status: 403 },
      { path: "/media/%66ull/last-light.webm", status: 400 },
      { path: `/media-link?path=${longFilm}`, status: 403 },
    ]) {
      expect.soft(await statusInPage(page, path), path).toBe(status);
      expect.soft(await statusInPage(page, path, { range: "bytes=0-99" }), `${path} by range`).toBe(status);
    }
    expect((await page.goto(longFilm))?.status()).toBe(403);
    await expect(page.getByRole("heading", { level: 1, name: "This part is for full members" })).toBeVisible();
  });
});

test("nobody else gets a byte of any file the pages name", async ({ page, signInAs, product }) => {
  await signInAs(page);
  const files = new Set<string>();
  for (const path of ["/members/gallery", "/members/gallery/heron", teaserPage, longPage]) {
    await page.goto(path);
    for (const file of await filesOn(page)) files.add(file);
  }
  // Nine thumbnails, a photo, a poster, two films.
  expect(files.size).toBe(13);
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
