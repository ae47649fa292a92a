/** `/theme`: in development every state in each language; in production it does not exist. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { de } from "../../app/theme/words/de";
import { en } from "../../app/theme/words/en";
import { cleanEnvironment } from "../../scripts/environment";
import { answers, freePort, root, standardSettings } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

test("in production it does not exist", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  for (const headers of [navigation, { ...navigation, cookie }])
    expect((await request(`${product.origin}/theme`, { headers })).status).toBe(404);
});

test("in development it shows each state, light and dark, in each language", async ({ page, nats }) => {
  const port = await freePort();
  const settings = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
  const given = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value ?? ""]));
  const child = spawn(
    process.execPath,
    ["node_modules/next/dist/bin/next", "dev", "-H", "localhost", "-p", String(port)],
    { cwd: root, env: cleanEnvironment(given), stdio: "ignore" },
  );
  try {
    const site = `http://localhost:${port}`;
    await answers(`${site}/api/health/live`);
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
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
});
