/** The gallery with signed links: they are renewed while somebody watches, and pictures do not outlive theirs. */
import { generateKeyPairSync } from "node:crypto";
import type { Route } from "@playwright/test";
import { seek, whenKnown } from "../fixtures/player";
import { expect, test } from "../fixtures/test";

const longPage = "/full/watch/last-light";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

// CloudFront's signature is a query, so this product itself can stand in for the server of the files.
test.use({
  settings: {
    MEDIA_SIGN: "cloudfront",
    MEDIA_SIGN_BASE_URL: "ORIGIN/media",
    MEDIA_SIGN_KEY: String(privateKey.export({ type: "pkcs8", format: "pem" })).replaceAll("\n", "\\n"),
    MEDIA_SIGN_KEY_ID: "K1TEST",
    MEDIA_SIGN_SECONDS: "60",
  },
});

/** Within one step of the clock a fresh link is the same link: this one tells itself apart. */
async function renewedLink(route: Route): Promise<void> {
  const response = await route.fetch();
  const link = await response.json();
  await route.fulfill({ response, json: { ...link, url: `${link.url}&renewed` } });
}

for (const playing of [true, false]) {
  test(`the link is renewed before it ends, ${playing ? "while the film plays on" : "and for a paused one when it is used again"}`, async ({
    page,
    signInAs,
  }) => {
    await page.route("**/media-link?**", renewedLink);
    await signInAs(page);
    await page.clock.install();
    await page.goto(longPage);
    const video = page.locator("video");
    await expect(video).toHaveAttribute("src", /\/media\/full\/last-light\.webm\?Policy=/);
    await whenKnown(page);
    await seek(page, 8);
    if (playing) await video.evaluate((player: HTMLVideoElement) => player.play());

    const renewed = page.waitForResponse((response) => response.url().includes("/media-link?"));
    await page.clock.fastForward(60_000);
    // A paused film asks for nothing: the page must not keep the session alive by itself.
    if (!playing) await seek(page, 9);
    expect((await renewed).status()).toBe(200);
    await expect(video).toHaveAttribute("src", /&renewed$/);
    await expect.poll(() => video.evaluate((player: HTMLVideoElement) => player.readyState)).toBeGreaterThan(1);
    const state = await video.evaluate(({ currentTime, paused, error }: HTMLVideoElement) => ({
      currentTime,
      paused,
      failed: error !== null,
    }));
    expect(state).toMatchObject({ paused: !playing, failed: false });
    expect(state.currentTime).toBeGreaterThanOrEqual(8);
    if (playing) {
      const { currentTime } = state;
      await expect
        .poll(() => video.evaluate((player: HTMLVideoElement) => player.currentTime))
        .toBeGreaterThan(currentTime);
    }
  });
}

test("a computer that slept through the end of the link finds out, and gets a new one", async ({ page, signInAs }) => {
  let ended = false;
  await page.route("**/last-light.webm?**", (route) =>
    ended && !route.request().url().endsWith("&renewed") ? route.fulfill({ status: 403 }) : route.continue(),
  );
  await page.route("**/media-link?**", renewedLink);
  await signInAs(page);
  await page.clock.install();
  await page.goto(longPage);
  await whenKnown(page);
  // Time passes without a timer: sleep.
  await page.clock.setSystemTime(Date.now() + 600_000);
  ended = true;
  await page.locator("video").evaluate((player: HTMLVideoElement) => player.load());
  await expect(page.locator("video")).toHaveAttribute("src", /&renewed$/);
  expect((await whenKnown(page)).duration).toBeCloseTo(20, 1);
  expect(await seek(page, 15)).toBeCloseTo(15, 2);
});

test("thumbnails do not wait for the member to scroll: by then their links might have ended", async ({
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
