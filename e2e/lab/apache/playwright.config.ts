/** The checks that need a real Apache; no part of npm test. */
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
