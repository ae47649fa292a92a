/** A form sent after the membership has changed ends on the page that says why. */
import type { Page } from "@playwright/test";
import { words } from "../../app/theme/words";
import { heading } from "../fixtures/pages";
import { lastToken, now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestion, suggestPage, writeSuggestion } from "./suggestion";

const { refused, session: sessionWords } = words();

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
  await signInAs(page, { sub: "71", token: lastToken(nats.calls), checkedAt: at, triedAt: at });
  nats.member("fiona").status = 2;
  await sendAndRead(page, refused.expired);
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
