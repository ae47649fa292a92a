/** The gallery with signed links: they are renewed while a film is watched. */
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Route } from "@playwright/test";
import { films } from "../../app/(members)/members/(sample)/films";
import { seek, whenKnown } from "../fixtures/player";
import { root, withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";

const [film] = films;
if (!film) throw new Error("The sample has one film at least.");
const filmPage = `/members/watch/${film.slug}`;
const wholeFilm = film.whole.path;
const { seconds } = film.whole;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const signing = {
  MEDIA_SIGN: "cloudfront",
  MEDIA_SIGN_KEY: String(privateKey.export({ type: "pkcs8", format: "pem" })).replaceAll("\n", "\\n"),
  MEDIA_SIGN_KEY_ID: "K1TEST",
  MEDIA_SIGN_SECONDS: "60",
};

// CloudFront's signature is a query, so the product itself can stand in for the file server.
test.use({ settings: { ...signing, MEDIA_SIGN_BASE_URL: "ORIGIN/media" } });

/** Marks a renewed link, because within one step of the clock it would be the same link. */
async function renewedLink(route: Route): Promise<void> {
  const response = await route.fetch();
  const link = await response.json();
  await route.fulfill({ response, json: { ...link, url: `${link.url}&renewed` } });
}

for (const playing of [true, false]) {
  test(`a fresh link is there before the old one ends, ${playing ? "and the film plays on untouched" : "and a paused film gets it when it is used again"}`, async ({
    page,
    signInAs,
  }) => {
    await page.route("**/media-link?**", renewedLink);
    await signInAs(page);
    await page.clock.install();
    await page.goto(filmPage);
    const video = page.locator("video");
    await expect(video).toHaveAttribute("src", new RegExp(`${wholeFilm.replaceAll(".", "\\.")}\\?Policy=`));
    await whenKnown(page);
    await seek(page, 8);
    await video.evaluate((player) => player.addEventListener("emptied", () => player.setAttribute("data-emptied", "")));
    if (playing) await video.evaluate((player: HTMLVideoElement) => player.play());

    const renewed = page.waitForResponse((response) => response.url().includes("/media-link?"));
    await page.clock.fastForward(60_000);
    // A paused film asks for nothing: the page must not keep the session alive by itself.
    if (!playing) await seek(page, 9);
    expect((await renewed).status()).toBe(200);
    const reached = await video.evaluate((player: HTMLVideoElement) => player.currentTime);
    if (playing)
      await expect
        .poll(() => video.evaluate((player: HTMLVideoElement) => player.currentTime))
        .toBeGreaterThan(reached);
    await expect(video).not.toHaveAttribute("data-emptied");
    await expect(video).not.toHaveAttribute("src", /&renewed$/);
  });
}

test("a computer that slept through the end of the link finds out, and gets a new one", async ({ page, signInAs }) => {
  let ended = false;
  await page.route(`**${wholeFilm}?**`, (route) =>
    ended && !route.request().url().endsWith("&renewed") ? route.fulfill({ status: 403 }) : route.continue(),
  );
  await page.route("**/media-link?**", renewedLink);
  await signInAs(page);
  await page.clock.install();
  await page.goto(filmPage);
  await whenKnown(page);
  // The clock jumps and no timer fires, as when a computer sleeps.
  await page.clock.setSystemTime(Date.now() + 600_000);
  ended = true;
  await page.locator("video").evaluate((player: HTMLVideoElement) => player.load());
  await expect(page.locator("video")).toHaveAttribute("src", /&renewed$/);
  expect((await whenKnown(page)).duration).toBeCloseTo(seconds, 1);
  expect(await seek(page, 15)).toBeCloseTo(15, 2);
});

/** Starts a file server that pauses after a third of a film and refuses the link once it ended. */
async function startFileServer() {
  const bytes = readFileSync(join(root, wholeFilm));
  const held: ServerResponse[] = [];
  let ended = false;
  const server = createServer((request, response) => {
    const fresh = request.url?.endsWith("&renewed");
    if (ended && !fresh) return response.writeHead(403).end();
    const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(206, {
      "accept-ranges": "bytes",
      "content-length": bytes.length - start,
      "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
      "content-type": "video/webm",
    });
    const stopsAt = Math.floor(bytes.length / 3);
    if (fresh || start > stopsAt) return response.end(bytes.subarray(start));
    response.write(bytes.subarray(start, stopsAt));
    held.push(response);
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    /** Ends the link, and the connections that wait. */
    end() {
      ended = true;
      for (const response of held) response.destroy();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

for (const seeks of [false, true]) {
  test(`a film whose link has ended continues with a fresh one, ${seeks ? "where the member seeks" : "where it was"}`, async ({
    page,
    signInAs,
    nats,
  }) => {
    const files = await startFileServer();
    try {
      await withProduct(nats, { ...signing, MEDIA_SIGN_BASE_URL: `${files.origin}/media` }, async ({ origin }) => {
        await page.route("**/media-link?**", renewedLink);
        await signInAs(page, {}, origin);
        await page.clock.install();
        await page.goto(`${origin}${filmPage}`);
        const video = page.locator("video");
        const at = () => video.evaluate((player: HTMLVideoElement) => player.currentTime);
        await whenKnown(page);
        await seek(page, 2);
        await video.evaluate((player: HTMLVideoElement) => player.play());
        await expect.poll(at).toBeGreaterThan(2);
        const renewed = page.waitForResponse((response) => response.url().includes("/media-link?"));
        await page.clock.fastForward(60_000);
        await renewed;
        files.end();
        if (seeks) await video.evaluate((player: HTMLVideoElement) => (player.currentTime = 15));
        await expect(video).toHaveAttribute("src", /&renewed$/);
        await expect.poll(at).toBeGreaterThan(seeks ? 15 : 2);
        if (seeks) expect(await at()).toBeLessThan(seconds);
        await expect(video).toHaveJSProperty("error", null);
        await expect(video).toHaveJSProperty("paused", false);
      });
    } finally {
      files.close();
    }
  });
}

test("thumbnails load at once, because their links may have ended when the member scrolls", async ({
  page,
  signInAs,
}) => {
  await signInAs(page);
  await page.goto("/members/gallery");
  for (const image of await page.getByRole("main").getByRole("img").all()) {
    await expect(image).toHaveAttribute("src", /\?Policy=/);
    await expect(image).toHaveAttribute("loading", "eager");
    await expect(image).not.toHaveJSProperty("naturalWidth", 0);
  }
});
