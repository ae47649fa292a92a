/** The suggestion form says what is wrong, at the field, and unlike its thanks. */
import type { Page } from "@playwright/test";
import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestion, suggestPage, writeSuggestion } from "./suggestion";

const { suggest } = sampleWords();

/** Returns how the message below the field looks. */
function lookOf(page: Page, text: string): Promise<string> {
  return page.getByText(text, { exact: true }).evaluate((message) => {
    const { fontWeight, borderLeftWidth, backgroundColor } = getComputedStyle(message);
    return [fontWeight, borderLeftWidth, backgroundColor].join(", ");
  });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("an empty suggestion marks the field and names the message; a sent one does not", async ({
      page,
      signInAs,
    }) => {
      await signInAs(page);
      await page.goto(suggestPage);
      await expect(suggestion(page)).not.toHaveAttribute("aria-invalid");
      await writeSuggestion(page, "  ");
      await sendSuggestion(page);
      await expect(suggestion(page)).toHaveAttribute("aria-invalid", "true");
      await expect(suggestion(page)).toHaveAccessibleDescription(suggest.empty);
      await expect(page.getByRole("status").filter({ hasText: suggest.empty })).toBeVisible();
      const failed = await lookOf(page, suggest.empty);
      await writeSuggestion(page, "The weir at dusk");
      await sendSuggestion(page);
      await expect(page.getByText(suggest.thanks, { exact: true })).toBeVisible();
      await expect(suggestion(page)).not.toHaveAttribute("aria-invalid");
      await expect(suggestion(page)).toHaveAccessibleDescription("");
      expect(await lookOf(page, suggest.thanks)).not.toBe(failed);
    });
  });
}

test("a text that is too long for the server is refused at the field", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto(suggestPage);
  await suggestion(page).evaluate((field) => field.removeAttribute("maxlength"));
  await writeSuggestion(page, "x".repeat(2001));
  await sendSuggestion(page);
  await expect(suggestion(page)).toHaveAccessibleDescription(suggest.tooLong);
  await expect(suggestion(page)).toHaveAttribute("aria-invalid", "true");
});
