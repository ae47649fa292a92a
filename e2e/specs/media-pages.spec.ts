/** Members' files in the browser: pictures, films, and pages among the files. */
import { mediaFolder, trial } from "../fixtures/media-folder";
import { cookieOf, expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const { dir, fill, remove } = mediaFolder("media-pages");

test.use({ settings: { MEDIA_DIR: dir } });

test.beforeAll(async ({ running }) => {
  fill();
  // Next loads the route at its first request. Later answers state their length.
  await request(`${running.product.origin}/media/a.txt`, { headers: { cookie: await cookieOf(running) } });
});

test.afterAll(() => remove());

test("pictures and films load with the session, films seek, and nothing is shown after the session", async ({
  page,
  signInAs,
  product,
}) => {
  const seen: { status: number; range: string | undefined; path: string }[] = [];
  page.on("response", (answer) => {
    const { pathname } = new URL(answer.url());
    if (pathname.startsWith("/media/")) {
      seen.push({ status: answer.status(), range: answer.request().headers().range, path: pathname });
    }
  });
  await signInAs(page);
  await page.goto("/members");
  const picture = (path: string) =>
    page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      return image.decode().then(
        () => image.naturalWidth,
        () => 0,
      );
    }, path);
  expect(await picture("/media/full/a.gif")).toBe(1);
  const film = await page.evaluate(async () => {
    const video = document.createElement("video");
    video.src = "/media/a.wav";
    video.preload = "metadata";
    document.body.append(video);
    const happens = (name: string) => new Promise((done) => video.addEventListener(name, done, { once: true }));
    await happens("loadedmetadata");
    const { duration } = video;
    video.currentTime = 50;
    await happens("seeked");
    return { duration, at: video.currentTime, error: video.error?.message };
  });
  expect(film).toEqual({ duration: 60, at: 50, error: undefined });
  expect(seen.filter(({ path }) => path === "/media/a.wav").map(({ status }) => status)).toContain(206);

  // The browser keeps the picture but revalidates it each time, so it is not shown without the
  // session.
  const again = page.waitForResponse((answer) => answer.url().endsWith("/media/full/a.gif"));
  await page.reload();
  expect(await picture("/media/full/a.gif")).toBe(1);
  expect(await (await again).allHeaders()).toMatchObject({ "cache-control": "private, no-cache, no-transform" });
  await page.context().clearCookies();
  expect(await picture("/media/full/a.gif?again")).toBe(0);
  const kept = await page.evaluate(async () => {
    const answers = await Promise.all(["/media/full/a.gif", "/media/a.wav"].map((path) => fetch(path)));
    return answers.map(({ status }) => status);
  });
  expect(kept).toEqual([401, 401]);

  await signInAs(page, trial);
  await page.goto(`${product.origin}/members`);
  expect(await picture("/media/a.gif")).toBe(1);
  expect(await picture("/media/full/a.gif?trial")).toBe(0);
});

test("a film opens by its address, and a page among the files runs no script", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto("/media/a.wav");
  await expect
    .poll(() => page.evaluate(() => document.querySelector<HTMLMediaElement>("video, audio")?.duration))
    .toBe(60);
  for (const [path, title] of [
    ["/media/page.html", "page"],
    ["/media/page.svg", "drawing"],
  ] as const) {
    const blocked = page.waitForEvent("console", (message) => message.text().includes("sandboxed"));
    await page.goto(path);
    await blocked;
    expect(await page.title(), path).toBe(title);
  }
});
