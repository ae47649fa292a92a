/** Forms sent after the session has ended lead to the sign-in, and the typed text is kept. */

import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { words } from "../../app/theme/words";
import { heading, mainLink, natsLogin } from "../fixtures/pages";
import { now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestion, suggestPage, writeSuggestion } from "./suggestion";

const { suggest } = sampleWords();

const { session: sessionWords } = words();

test.use({ settings: { OIDC_SESSION_INACTIVITY_TIMEOUT: "60", OIDC_SESSION_MAX_DURATION: "600" } });

const live = () => ({ exp: now() + 500 });
const idle = () => ({ loginAt: now() - 100, seenAt: now() - 61, exp: now() + 500 });

test("text typed into a session that has ended is not sent, not lost, and back in the form after signing in", async ({
  page,
  signInAs,
  logIn,
  product,
}) => {
  const text = "The estuary at low tide, in March";
  await signInAs(page, live());
  await page.goto(suggestPage);
  await writeSuggestion(page, text);
  await signInAs(page, idle());
  await sendSuggestion(page);
  await expect(heading(page, sessionWords.timedOut.heading)).toBeVisible();
  await mainLink(page, sessionWords.timedOut.action).click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL(suggestPage);
  // A draft belongs to its author. The look-alike's fiona is member 71, the session was member 1's.
  await expect(suggestion(page)).toHaveValue("");
  await signInAs(page, live());
  await page.reload();
  await expect(suggestion(page)).toHaveValue(text);
  await sendSuggestion(page);
  await expect(page.getByText(suggest.thanks, { exact: true })).toBeVisible();
  await page.reload();
  await expect(suggestion(page)).toHaveValue("");
  expect(product.output()).not.toContain(text);
});

test("a network that fails neither signs the member out nor loses the text", async ({ page, signInAs, context }) => {
  await signInAs(page, live());
  await page.goto(suggestPage);
  await writeSuggestion(page, "The estuary");
  const asked = page.waitForEvent("requestfailed");
  await page.route("**/api/auth/session", (route) => route.abort());
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await asked;
  await expect(suggestion(page)).toHaveValue("The estuary");
  await page.unroute("**/api/auth/session");
  const answered = page.waitForResponse("**/api/auth/session");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await answered;
  await expect(page).toHaveURL(suggestPage);
  expect((await context.cookies()).some(({ name }) => name === "members.session")).toBe(true);
});

test("a form sent after signing out in another tab leads to the sign-in, and the text is kept", async ({
  page,
  signInAs,
  context,
}) => {
  await signInAs(page, { sub: "71", ...live() });
  await page.goto(suggestPage);
  await writeSuggestion(page, "The weir at dusk");
  await context.clearCookies();
  await sendSuggestion(page);
  await expect(natsLogin(page)).toBeVisible();
  await signInAs(page, { sub: "71", ...live() });
  await page.goto(suggestPage);
  await expect(suggestion(page)).toHaveValue("The weir at dusk");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a form sent into a session that has ended leads to a page that says so, or to the sign-in", async ({
    page,
    signInAs,
    context,
  }) => {
    await signInAs(page, live());
    await page.goto(suggestPage);
    await writeSuggestion(page, "The weir");
    await signInAs(page, idle());
    await sendSuggestion(page);
    await expect(heading(page, sessionWords.timedOut.heading)).toBeVisible();
    await signInAs(page, live());
    await page.goto(suggestPage);
    await context.clearCookies();
    await sendSuggestion(page);
    await expect(natsLogin(page)).toBeVisible();
  });
});
