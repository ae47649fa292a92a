/** The development server: `/theme` has every state in each language; no secret is printed. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { de } from "../../app/theme/words/de";
import { en } from "../../app/theme/words/en";
import { cleanEnvironment } from "../../scripts/environment";
import { answers, freePort, root, standardSettings } from "../fixtures/product";
import { managementKey, post } from "../fixtures/pushes";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

let site = "";
let child: ChildProcessWithoutNullStreams;
let printed = "";

test.beforeAll(async ({ running: { nats } }) => {
  const port = await freePort();
  site = `http://localhost:${port}`;
  const settings = { ...standardSettings(site, nats.metadataUrl), NATS_MANAGEMENT_KEY: managementKey };
  child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "dev", "-H", "localhost", "-p", String(port)], {
    cwd: root,
    env: cleanEnvironment(settings),
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
    });
  }
  await answers(`${site}/api/health/live`);
});

test.afterAll(async () => {
  if (child?.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
});

test("in production /theme does not exist", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  for (const headers of [navigation, { ...navigation, cookie }])
    expect((await request(`${product.origin}/theme`, { headers })).status).toBe(404);
});

test("/theme shows each state, light and dark, in each language", async ({ page }) => {
  const overview = await request(`${site}/theme`, { headers: navigation });
  const frames = [...overview.body.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map(([, src]) => src ?? "");
  expect(frames.length).toBeGreaterThan(100);
  for (const [language, words] of Object.entries({ en, de })) {
    for (const [state, heading] of [
      ["refused: trial", words.refused.trial.heading],
      ["sign-in failed: cookies", words.failures.cookies.heading],
      ["timed out", words.session.timedOut.heading],
      ["members' home", words.home.heading("riverwatcher")],
      ["tour", words.tour.title],
    ]) {
      const query = new URLSearchParams({ state: state ?? "", language, scheme: "dark" });
      await page.goto(`${site}/theme?${query}`);
      await expect(page.getByRole("heading", { level: 1, name: heading ?? "", exact: true })).toBeVisible();
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
    }
  }
});

test("the key of the Management URL is not printed", async () => {
  expect((await post({ origin: site }, { action: "CHECK" })).status).toBe(200);
  expect((await post({ origin: site }, { action: "CHECK" }, { key: `${managementKey}-wrong` })).status).toBe(403);
  expect((await request(`${site}/api/nats/members/?key=${managementKey}`, { method: "POST" })).status).toBe(308);
  await request(`${site}/login?printed`);
  await expect.poll(() => printed, "requests are printed, so the search works").toContain("/login?printed");
  expect(printed).not.toContain(managementKey);
});
