/** A form sent after the membership has changed ends on the page that says why. */
import type { Page } from "@playwright/test";
import { suggest } from "../../app/(members)/members/(sample)/words";
import { refused, session as sessionWords } from "../../app/theme/words/en";
import { heading } from "../fixtures/pages";
import { lastToken, now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestion, suggestPage, writeSuggestion } from "./suggestion";

test.use({ settings: { NATS_EXPIRED_LOGIN: "on" }, switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

const text = "The weir at dusk";
const over = { username: "fiona", trial: "0", status: "2" };

/** What the gate or the guard finds when the form arrives, and the page that the member sees. */
const endings = [
  { name: "ended, and another tab has noticed", changes: () => ({ claims: over }), words: refused.expired },
  {
    name: "cannot be confirmed any more",
    changes: () => ({ token: "t", checkedAt: now() - 9000, triedAt: now(), loginAt: now() - 9000 }),
    words: sessionWords.unconfirmed,
  },
];

/** Sends the form and expects a status page at the form's address. */
async function sendAndRead(page: Page, words: { heading: string }): Promise<void> {
  await sendSuggestion(page);
  await expect(heading(page, words.heading)).toBeVisible();
  await expect(page).toHaveURL(suggestPage);
}

for (const { name, changes, words } of endings) {
  test(`a membership that ${name}: the page says so, and the text is kept`, async ({ page, signInAs }) => {
    const session = await signInAs(page);
    await page.goto(suggestPage);
    await writeSuggestion(page, text);
    await signInAs(page, { ...session, ...changes() });
    await sendAndRead(page, words);
    await signInAs(page, session);
    await page.goto(suggestPage);
    await expect(suggestion(page)).toHaveValue(text);
  });
}

test("a membership that ends at NATS while the member writes: the guard asks, and the page says so", async ({
  page,
  nats,
  logIn,
  signInAs,
}) => {
  await page.goto(suggestPage);
  await logIn(page, "fiona");
  await writeSuggestion(page, text);
  const at = now() - 300;
  await signInAs(page, { sub: "71", token: lastToken(nats.calls), loginAt: at, checkedAt: at, triedAt: at });
  nats.member("fiona").status = 2;
  await sendAndRead(page, refused.expired);
});

test("a text as long as the field allows is taken, with its line breaks", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto(suggestPage);
  await writeSuggestion(page, "a\n".repeat(1000));
  await sendSuggestion(page);
  await expect(page.getByText(suggest.thanks, { exact: true })).toBeVisible();
});

test("a text that is not taken stays in the field, at each answer", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto(suggestPage);
  await suggestion(page).evaluate((field) => field.removeAttribute("maxlength"));
  for (const [typed, says] of [
    ["   ", suggest.empty],
    ["b".repeat(2001), suggest.tooLong],
    ["c".repeat(2001), suggest.tooLong],
  ] as const) {
    await writeSuggestion(page, typed);
    await sendSuggestion(page);
    await expect(page.getByText(says, { exact: true })).toBeVisible();
    await expect(suggestion(page)).toHaveValue(typed);
  }
});

test("a second text that was taken is forgotten like the first", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto(suggestPage);
  for (const typed of ["The first place", "The second place"]) {
    await writeSuggestion(page, typed);
    await sendSuggestion(page);
    await expect(suggestion(page)).toHaveValue("");
  }
  await page.reload();
  await expect(page.getByRole("button", { name: suggest.action, exact: true })).toBeEnabled();
  await expect(suggestion(page)).toHaveValue("");
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("place");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const { name, changes, words } of endings) {
    test(`a membership that ${name}: the page says so`, async ({ page, signInAs }) => {
      const session = await signInAs(page);
      await page.goto(suggestPage);
      await writeSuggestion(page, text);
      await signInAs(page, { ...session, ...changes() });
      await sendAndRead(page, words);
    });
  }
});
