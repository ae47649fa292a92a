/** The sample's pages: no violation that axe finds, in light, dark and forced colours. */
import { films, photos } from "../../app/(members)/members/(sample)/films";
import { expectNoViolation } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestPage } from "./suggestion";

const watch = `/members/watch/${films[0]?.slug}`;
const pages: [name: string, path: string, trial: string][] = [
  ["the latest films", "/members/latest", "0"],
  ["a page beyond the last", "/members/latest?page=99", "0"],
  ["the photos", "/members/gallery", "0"],
  ["a photo", `/members/gallery/${photos[1]?.slug}`, "0"],
  ["a film", watch, "0"],
  ["a film's teaser and its lock", watch, "1"],
  ["the collection", "/full", "0"],
  ["the form", suggestPage, "0"],
];
for (const [name, path, trial] of pages) {
  test(`axe finds nothing: ${name}`, async ({ page, signInAs }) => {
    await signInAs(page, { claims: { username: "fiona", trial, status: "1" } });
    await page.goto(path);
    await expectNoViolation(page);
    await page.setViewportSize({ width: 320, height: 600 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
}

test("axe finds nothing: the form that refuses a text", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto(suggestPage);
  await sendSuggestion(page);
  await expect(page.locator("[aria-invalid=true]")).toBeVisible();
  await expectNoViolation(page);
});
