/** A form that is sent minutes after its page was loaded. */
import { suggest } from "../../app/(members)/members/(sample)/words";
import { now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestPage, writeSuggestion } from "./suggestion";

test("a form that renews the cookie does not make Next load the page again", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto(suggestPage);
  await writeSuggestion(page, "The weir at dusk");
  await signInAs(page, { seenAt: now() - 600 });
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await sendSuggestion(page);
  await expect(page.getByText(suggest.thanks, { exact: true })).toBeVisible();
  const headers = await (await answer).allHeaders();
  expect(headers["set-cookie"]).toMatch(/^members\.session=[^;]{40,};/);
  expect(headers["x-action-revalidated"]).toBeUndefined();
});
