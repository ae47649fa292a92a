/** MEDIA_DIR on disk: it may serve neither the project nor a folder of its code. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, test } from "@playwright/test";
import { mediaDirFaults } from "../../lib/settings/media-dir";

let top = "";
let project = "";

test.beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "media-dir-")));
  project = join(top, "site");
  for (const name of ["media", "public/films", ".next/static", "app", "lib/media", "node_modules", "public-media"]) {
    mkdirSync(join(project, name), { recursive: true });
  }
  mkdirSync(join(top, "films"));
  for (const [target, link] of [
    ["site", "by-link"],
    ["site/public", "films/to-public"],
    [".", "to-top"],
  ] as const) {
    symlinkSync(target === "." ? top : join(top, target), join(top, link));
  }
});

test.afterAll(() => rmSync(top, { recursive: true, force: true }));

for (const dir of [
  "site",
  "site/",
  "site/media/..",
  ".",
  "to-top",
  "by-link",
  "site/public",
  "site/public/films",
  "site/public/not-there-yet",
  "films/to-public",
  "films/to-public/films",
  "site/.next",
  "site/.next/static",
  "site/app",
  "site/lib/media",
  "site/node_modules",
]) {
  test(`the server does not start with MEDIA_DIR at ${dir}`, () => {
    expect(mediaDirFaults(join(top, dir), project)).toMatchObject([{ name: "MEDIA_DIR" }]);
    expect(mediaDirFaults(relative(process.cwd(), join(top, dir)), project)).toHaveLength(1);
  });
}

test("MEDIA_DIR may be in the project, beside it, elsewhere, or missing", () => {
  for (const dir of [
    "site/media",
    "site/public-media",
    "site/media/full",
    "site/not-there-yet",
    "films",
    "site-films",
  ]) {
    expect(mediaDirFaults(join(top, dir), project), dir).toEqual([]);
  }
  expect(mediaDirFaults("/", project)).toHaveLength(1);
});
