/** Every page and state: no violation that axe finds, in light, dark and forced colours. */
import { addresses, withReturn } from "../../lib/addresses";
import type { SessionPayload } from "../../lib/session/payload";
import { expectNoViolation } from "../fixtures/axe";
import { whenWatched } from "../fixtures/pages";
import { now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";

const claims = { username: "fiona", trial: "0", status: "1", email: "fiona@example.test" };
const states: [name: string, path: string, session: Partial<SessionPayload> | undefined][] = [
  ["the front page", addresses.frontPage, undefined],
  ["the members' home", addresses.membersHome, { claims }],
  ["the members' home of a trial member", addresses.membersHome, { claims: { ...claims, trial: "1" } }],
  ["the account page", "/members/account", { claims }],
  ["the full page", "/full", { claims }],
  ["a page that does not exist", "/members/nowhere", { claims }],
  ["a refusal on trial", "/full", { claims: { ...claims, trial: "1" } }],
  ["a refusal after the end", "/full", { claims: { ...claims, status: "2" } }],
  ["a refusal before joining", "/full", { claims: { ...claims, status: "0" } }],
  ["a refusal of the unknown", "/full", { claims: { username: "uma" } }],
  ["the question before signing out", addresses.signOut, { claims }],
  ["signed out", addresses.signedOut, undefined],
  ["timed out", withReturn(addresses.timedOut, "/members"), undefined],
  ["a sign-in that failed", addresses.signInFailed, undefined],
  ["sign-in unavailable", addresses.unavailable, undefined],
  ["a membership that cannot be confirmed", addresses.unavailable, { claims }],
];
for (const [name, path, session] of states) {
  test(`axe finds nothing: ${name}`, async ({ page, signInAs }) => {
    if (session) await signInAs(page, session);
    await page.goto(path);
    await expectNoViolation(page);
  });
}

test("axe finds nothing: the notice before a time-out, and the menu of a phone", async ({ page, signInAs }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.clock.install();
  await signInAs(page, { claims, exp: now() + 60 });
  await page.goto("/members");
  await whenWatched(page);
  await page.getByRole("banner").getByRole("button").first().click();
  await page.clock.fastForward(50_000);
  await expect(page.locator("[data-notice]")).toBeVisible();
  await page.clock.resume();
  await expectNoViolation(page);
});

test.describe("with a reader's own style sheet", () => {
  // The pages' policy allows no style of others.
  test.use({ bypassCSP: true });

  for (const [name, path, session] of states) {
    test(`at 320 pixels, at 400 % and with wide text nothing is cut off sideways: ${name}`, async ({
      page,
      signInAs,
    }) => {
      const long = `${"a".repeat(63)}@example.test`;
      if (session) await signInAs(page, { ...session, claims: { ...session.claims, username: long, email: long } });
      await page.setViewportSize({ width: 320, height: 256 });
      await page.goto(path);
      // Text spacing of WCAG 2.2, success criterion 1.4.12.
      await page.addStyleTag({
        content:
          "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
      });
      const { scroll, window } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        window: document.documentElement.clientWidth,
      }));
      expect(scroll).toBeLessThanOrEqual(window);
    });
  }
});
