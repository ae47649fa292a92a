/** Tables need no browser; browser tests drive Chromium against the built product; servers put real web servers in front of it. */
import { defineConfig } from "@playwright/test";
import { launch } from "./fixtures/launch";
import { assertionLimit, testLimit } from "./fixtures/limits";

export default defineConfig({
  outputDir: "./.results/output",
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: testLimit,
  expect: { timeout: assertionLimit },
  projects: [
    { name: "tables", testDir: "./tables", fullyParallel: true },
    { name: "servers", testDir: "./servers" },
    {
      name: "browser",
      testDir: "./specs",
      use: { browserName: "chromium", locale: "en-GB", trace: "retain-on-failure", launchOptions: launch },
    },
  ],
});
