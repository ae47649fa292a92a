/**
 * Playwright's projects.
 * - `tables`: functions and the tree, without a browser or a build.
 * - `browser`: Chromium against the production build.
 * - `firefox`: one journey in Debian's Firefox.
 * - `caches`: real shared caches in front of the production build. What they keep depends on pages.
 * - `servers`: real web servers in front of it.
 * - `core`: what no edit of a site's pages can break, as NATS in each shape and the registry in
 *   Redis. `npm test -- --core` and `.ci/run` run it.
 * - `repository`: rules for this repository itself. Only `.ci/run` runs them.
 * - `copies`: `npm test`, or a part of it, in edited copies of the tree. `.ci/run` runs it, too.
 */
import { defineConfig } from "@playwright/test";
import { launch } from "./fixtures/launch";
import { assertionLimit, testLimit } from "./fixtures/limits";

const chromium = {
  browserName: "chromium",
  locale: "en-GB",
  // Screenshots took a tenth of the time. A trace has the page of each step without them.
  trace: { mode: "retain-on-failure", screenshots: false },
  launchOptions: launch,
} as const;

export default defineConfig({
  outputDir: "./.results/output",
  globalTeardown: "./fixtures/teardown.ts",
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: testLimit,
  expect: { timeout: assertionLimit },
  projects: [
    { name: "tables", testDir: "./tables", fullyParallel: true },
    { name: "firefox", testDir: "./firefox" },
    { name: "caches", testDir: "./caches" },
    { name: "servers", testDir: "./servers" },
    { name: "repository", testDir: "./repository" },
    // One at a time: each copy runs tests with two workers of its own.
    { name: "copies", testDir: "./copies", workers: 1 },
    { name: "browser", testDir: ".", testMatch: ["specs/**/*.spec.ts", "sample/**/*.spec.ts"], use: chromium },
    { name: "core", testDir: "./core", use: chromium },
  ],
});
