/** Playwright's configuration for `npm run lab:apache`. `npm test` does not run these tests. */
import { defineConfig } from "@playwright/test";
import { testLimit } from "../../fixtures/limits";

export default defineConfig({
  testDir: ".",
  outputDir: "../../.results/apache",
  reporter: "list",
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: testLimit,
});
