/** The sample's pages run under their policy, and keep what needs no renewal. */
import { films, photos } from "../../app/(members)/members/(sample)/films";
import { seek, whenKnown } from "../fixtures/player";
import { expect, test } from "../fixtures/test";

const filmPage = `/members/watch/${films[0]?.slug}`;

test("the pages run without a violation of their policy", async ({ page, signInAs }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) violations.push(message.text());
  });
  await signInAs(page);
  for (const path of ["/members/latest", "/members/gallery", `/members/gallery/${photos[0]?.slug}`, filmPage]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (path.includes("watch")) await whenKnown(page);
  }
  expect(violations).toEqual([]);
});

test("links that do not end are never renewed", async ({ page, signInAs }) => {
  const renewals: string[] = [];
  page.on("request", (sent) => {
    if (sent.url().includes("/media-link")) renewals.push(sent.url());
  });
  await signInAs(page);
  await page.clock.install();
  await page.goto(filmPage);
  await whenKnown(page);
  await page.clock.fastForward("20:00");
  expect(await seek(page, 4)).toBeCloseTo(4, 2);
  expect(renewals).toEqual([]);
});
