/** A form that is sent minutes after its page was loaded. */
import type { Page } from "@playwright/test";
import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { openSession } from "../../lib/session/payload";
import { siteSecret } from "../../lib/settings/shape";
import { testSecret } from "../fixtures/product";
import { lastToken, now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestPage, writeSuggestion } from "./suggestion";

const { suggest } = sampleWords();

/** Sends the form, waits for the thanks, and returns the headers of the answer. */
async function sendAndRead(page: Page): Promise<Record<string, string>> {
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await sendSuggestion(page);
  await expect(page.getByText(suggest.thanks, { exact: true })).toBeVisible();
  return (await answer).allHeaders();
}

test("a form that renews the cookie does not make Next load the page again", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto(suggestPage);
  await writeSuggestion(page, "The weir at dusk");
  await signInAs(page, { seenAt: now() - 600 });
  const headers = await sendAndRead(page);
  expect(headers["set-cookie"]).toMatch(/^members\.session=[^;]{40,};/);
  expect(headers["x-action-revalidated"]).toBeUndefined();
});

test("of activity and new claims, both are in the cookie after a form", async ({
  page,
  nats,
  product,
  logIn,
  signInAs,
}) => {
  await page.goto(suggestPage);
  await logIn(page, "fiona");
  await writeSuggestion(page, "The weir at dusk");
  const at = now() - 600;
  const old = { seenAt: at, checkedAt: at, triedAt: at };
  await signInAs(page, { sub: "71", token: lastToken(nats.calls), ...old });
  await sendAndRead(page);
  const cookie = (await page.context().cookies()).find(({ name }) => name === "members.session");
  const session = await openSession(cookie?.value ?? "", [siteSecret(testSecret, product.origin)]);
  for (const time of [session?.seenAt, session?.checkedAt]) expect(time).toBeGreaterThan(at + 500);
});
