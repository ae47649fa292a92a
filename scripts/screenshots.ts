// `npm run screenshots`: makes the pictures of README and docs/theming.md, from the running demo
// and from three re-branded builds. Needs Chromium. Writes docs/pictures/.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { alteredBuild } from "../e2e/fixtures/altered-build";
import { freePort, standardSettings, startProduct } from "../e2e/fixtures/product";
import { startNats } from "../e2e/nats/server";
import { provideChromium } from "./chromium";
import { startDemo } from "./demo-servers";
import { root, stopAll } from "./processes";
import { brands, type ChangedLine } from "./screenshots/brands";

const folder = join(root, "docs", "pictures");

/** One screenshot: which page, who looks, and how. */
interface Shot {
  url: string;
  /** Name of a member's button on NATS's login page; a visitor if absent. */
  member?: string;
  scheme?: "light" | "dark";
  width?: number;
  height?: number;
}

/** Takes a screenshot. Returns it as a data URL. */
async function shoot(browser: Browser, { url, member, scheme = "light", width = 1280, height = 860 }: Shot) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: 1 });
  const page = await context.newPage();
  await page.goto(member ? new URL("/members/account", url).href : url);
  if (member) {
    await page.getByRole("button", { name: member, exact: true }).click();
    await page.waitForURL((at) => at.origin === new URL(url).origin);
    await page.goto(url);
  }
  await page.waitForLoadState("networkidle");
  const image = await page.screenshot();
  await context.close();
  return `data:image/png;base64,${image.toString("base64")}`;
}

/** Draws pictures on one sheet, and writes it as JPEG. */
async function compose(browser: Browser, file: string, width: number, height: number, html: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<style>
    * { margin: 0; box-sizing: border-box }
    body { width: ${width}px; height: ${height}px; overflow: hidden; background: #d9d6cd; position: relative }
    img { position: absolute; display: block; border-radius: 14px; box-shadow: 0 6px 28px #0004 }
  </style>${html}`);
  await page.evaluate(() => Promise.all(Array.from(document.images, (image) => image.decode())));
  await page.screenshot({ path: join(folder, file), type: "jpeg", quality: 82 });
  await page.close();
}

/** README's picture: the left half light, the right half dark, on a desk and on phones. */
async function overview(browser: Browser, site: string): Promise<void> {
  const desk = { url: `${site}/members`, member: "tom", width: 1180, height: 760 };
  const phone = { width: 390, height: 720 };
  const [light, dark, front, refused] = await Promise.all([
    shoot(browser, { ...desk, scheme: "light" }),
    shoot(browser, { ...desk, scheme: "dark" }),
    shoot(browser, { url: `${site}/`, scheme: "light", ...phone }),
    shoot(browser, { url: `${site}/full`, member: "tom", scheme: "dark", ...phone }),
  ]);
  const place = (left: number, top: number, width: number, clip = "") =>
    `style="left:${left}px;top:${top}px;width:${width}px;${clip}"`;
  await compose(
    browser,
    "overview.jpg",
    1400,
    860,
    `<img src="${light}" ${place(110, 50, 1180, "clip-path:inset(0 50% 0 0 round 14px)")}>
     <img src="${dark}" ${place(110, 50, 1180, "clip-path:inset(0 0 0 50% round 14px)")}>
     <img src="${front}" ${place(40, 330, 270)}>
     <img src="${refused}" ${place(1090, 330, 270)}>`,
  );
}

/** A picture of a re-brand: the front page and a refusal, before and after. */
async function rebranded(browser: Browser, name: string, lines: readonly ChangedLine[], site: string): Promise<void> {
  const replace: Record<string, [string, string][]> = {};
  for (const [file, from, to] of lines) replace[file] = [...(replace[file] ?? []), [from, to]];
  const [build, nats, port] = await Promise.all([alteredBuild({ replace }), startNats(), freePort()]);
  const settings = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
  const product = await startProduct({ port, folder: build, settings });
  const size = { width: 1200, height: 800 };
  const images = await Promise.all(
    [site, product.origin].flatMap((origin) => [
      shoot(browser, { url: `${origin}/`, ...size }),
      shoot(browser, { url: `${origin}/full`, member: "tom", ...size }),
    ]),
  );
  const html = images.map((image, at) => {
    const [left, top] = [20 + (at % 2) * 690, 20 + Math.floor(at / 2) * 470];
    return `<img src="${image}" style="left:${left}px;top:${top}px;width:670px">`;
  });
  await compose(browser, `theme-${name}.jpg`, 1400, 950, html.join(""));
  await product.stop();
  await nats.close();
  rmSync(build, { recursive: true, force: true });
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: await provideChromium() });
  const { site } = await startDemo(false, () => undefined);
  await overview(browser, site);
  for (const [name, lines] of Object.entries(brands)) await rebranded(browser, name, lines, site);
  await browser.close();
  await stopAll();
  console.log(`The pictures are in ${folder}.`);
}

main().catch(async (error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  await stopAll();
  process.exit(1);
});
