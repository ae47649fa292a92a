/** What a server checks before it starts: the environment, and the files in its folder. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { checkStart } from "../../lib/settings/start";
import { baseEnvironment } from "./support";

let folder = "";
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "members-start-"));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

test("without a .env file, the hint names the command that makes one", () => {
  const { settings, faults, hint } = checkStart({}, folder);
  expect([settings, faults.length]).toEqual([undefined, 5]);
  expect(hint).toBe("There is no .env file. Make one with: npm run doctor -- --init");
});

test("the hint names the files that are there", () => {
  for (const name of [".env", ".env.local", ".env.development"]) writeFileSync(join(folder, name), "");
  expect(checkStart({ NODE_ENV: "production" }, folder).hint).toContain(".env.local, .env.");
  expect(checkStart({ NODE_ENV: "development" }, folder).hint).toContain(".env.local, .env.development, .env.");
});

test("a secret that the loader cut is one fault, not also too short", () => {
  writeFileSync(join(folder, ".env"), "AUTH_SECRET=kV3sT0q9#Zr7mB2nX8cL5wH1jD6fG4aPy-new\n");
  const { faults } = checkStart({ ...baseEnvironment, AUTH_SECRET: "kV3sT0q9" }, folder);
  expect(faults).toMatchObject([{ name: "AUTH_SECRET", wrong: expect.stringContaining("cut at its #") }]);
});

test("a bad MEDIA_DIR is named beside the other faults, not after them", () => {
  const { faults } = checkStart({ ...baseEnvironment, MEDIA_DIR: "..", OIDC_CLIENT_ID: "<id>" }, process.cwd());
  expect(faults.map(({ name }) => name).sort()).toEqual(["MEDIA_DIR", "OIDC_CLIENT_ID"]);
});

test("a MEDIA_DIR that holds the project is a fault, judged by resolved path", () => {
  const { faults } = checkStart({ ...baseEnvironment, MEDIA_DIR: "." }, process.cwd());
  expect(faults).toMatchObject([{ name: "MEDIA_DIR" }]);
});
