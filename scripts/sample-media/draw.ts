// `npx tsx scripts/sample-media/draw.ts`: draws the sample's films and photos. Names of films or
// photos after it draw only those. Needs Chromium and ffmpeg.
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import {
  type Clip,
  type Film,
  films,
  type Photo,
  photos,
  publicPicture,
  shownToAll,
} from "../../app/(members)/members/(sample)/films";
import type { Picture } from "../../app/parts/media-image";
import { launch } from "../../e2e/fixtures/launch";
import { succeeds } from "../apt";
import { provideChromium } from "../chromium";
import { root } from "../processes";
import { filmScenes } from "./films";
import { photoScenes } from "./photos";

const framesPerSecond = 15;

/** Lower is better and larger; from 0 to 63. */
const filmQuality = 40;

/** Higher is better and larger; from 0 to 100. */
const pictureQuality = 80;

const fileOf = (path: string) => join(root, path);

/** Starts ffmpeg, which reads PNG pictures from its standard input. */
function encoder(path: string, options: readonly string[]): { child: ChildProcess; ended: Promise<void> } {
  mkdirSync(dirname(fileOf(path)), { recursive: true });
  const input = ["-f", "image2pipe", "-framerate", String(framesPerSecond), "-c:v", "png", "-i", "-"];
  const plain = ["-an", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-threads", "1"];
  const child = spawn("ffmpeg", ["-v", "error", "-y", ...input, ...plain, ...options, fileOf(path)], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => (status === 0 ? resolve() : reject(new Error(`ffmpeg failed: ${path}`))));
  });
  return { child, ended };
}

function write(child: ChildProcess, frame: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdin?.write(frame, (error) => (error ? reject(error) : resolve()));
  });
}

/** Returns a function that renders SVG to a PNG of `width` by `height` pixels. */
async function renderer(page: Page, width: number, height: number): Promise<(svg: string) => Promise<Buffer>> {
  await page.setViewportSize({ width, height });
  await page.setContent("<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style><body></body>");
  const client = await page.context().newCDPSession(page);
  const viewBox = `0 0 320 ${(320 * height) / width}`;
  return async (svg) => {
    await page.evaluate((markup) => {
      document.body.innerHTML = markup;
    }, `<svg viewBox="${viewBox}">${svg}</svg>`);
    const { data } = await client.send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true });
    return Buffer.from(data, "base64");
  };
}

async function drawPicture(page: Page, { path, width, height }: Picture, svg: string): Promise<void> {
  const render = await renderer(page, width, height);
  const { child, ended } = encoder(path, ["-frames:v", "1", "-c:v", "libwebp", "-quality", String(pictureQuality)]);
  await write(child, await render(svg));
  child.stdin?.end();
  await ended;
}

/** Encodes a clip of a film that begins at `from` seconds. Every third second has a key frame. */
async function drawClip(page: Page, { slug, whole }: Film, clip: Clip, from: number): Promise<void> {
  const { scene } = filmScenes[slug];
  const render = await renderer(page, clip.width, clip.height);
  const quality = ["-crf", String(filmQuality), "-b:v", "0", "-deadline", "good", "-cpu-used", "2"];
  const format = ["-pix_fmt", "yuv420p", "-g", String(framesPerSecond * 3), "-cues_to_front", "1"];
  const { child, ended } = encoder(clip.path, ["-c:v", "libvpx-vp9", ...quality, ...format]);
  for (let frame = 0; frame < clip.seconds * framesPerSecond; frame++) {
    const seconds = from + frame / framesPerSecond;
    await write(child, await render(scene(seconds, seconds / whole.seconds)));
  }
  child.stdin?.end();
  await ended;
}

/** Copies a thumbnail to where everybody may see it, if it is meant for that. */
function publish(drawn: Film | Photo): void {
  if (!shownToAll.includes(drawn)) return;
  const copy = fileOf(`public${publicPicture(drawn).path}`);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(fileOf(drawn.thumb.path), copy);
}

async function drawFilm(page: Page, film: Film): Promise<void> {
  const { scene, teaserFrom, posterAt } = filmScenes[film.slug];
  const poster = scene(posterAt, posterAt / film.whole.seconds);
  await drawPicture(page, film.thumb, poster);
  await drawPicture(page, film.poster, poster);
  publish(film);
  await drawClip(page, film, film.teaser, teaserFrom);
  await drawClip(page, film, film.whole, 0);
}

async function drawPhoto(page: Page, photo: Photo): Promise<void> {
  const picture = photoScenes[photo.slug]();
  await drawPicture(page, photo.thumb, picture);
  await drawPicture(page, photo.still, picture);
  publish(photo);
}

async function main(names: readonly string[]): Promise<void> {
  if (!(await succeeds(["ffmpeg", "-version"]))) throw new Error("Needs ffmpeg. Debian: apt-get install ffmpeg");
  const asked = ({ slug }: { slug: string }) => names.length === 0 || names.includes(slug);
  const browser = await chromium.launch({ ...launch, executablePath: await provideChromium() });
  const page = await browser.newPage();
  for (const photo of photos.filter(asked)) await drawPhoto(page, photo);
  for (const film of films.filter(asked)) {
    await drawFilm(page, film);
    console.log(`${film.whole.path}: ${statSync(fileOf(film.whole.path)).size} bytes`);
  }
  await browser.close();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
