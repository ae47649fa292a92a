/** Two projects: tables need no browser, browser tests drive Chromium against the built product. */
import { defineConfig } from "@playwright/test";

const { CHROMIUM_PATH, CI } = process.env;

export default defineConfig({
  outputDir: "./.results/output",
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: [
    { name: "tables", testDir: "./tables", fullyParallel: true },
    {
      name: "browser",
      testDir: "./specs",
      use: {
        browserName: "chromium",
        locale: "en-GB",
        trace: "retain-on-failure",
        launchOptions: {
          ...(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {}),
          // The network flags keep Chromium from asking its maker's hosts at every start.
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
          ],
        },
      },
    },
  ],
});
