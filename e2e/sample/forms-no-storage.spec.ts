/** The suggestion form in browsers that cannot keep its text. */
import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { storages, takeStorage } from "../fixtures/no-storage";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestPage, writeSuggestion } from "./suggestion";

const { suggest } = sampleWords();

for (const kind of storages) {
  test(`with ${kind}, a suggestion can be written and sent`, async ({ page, context, signInAs }) => {
    await takeStorage(context, kind);
    const errors: Error[] = [];
    page.on("pageerror", (error) => errors.push(error));
    await signInAs(page);
    await page.goto(suggestPage);
    await writeSuggestion(page, "The weir at dusk");
    await sendSuggestion(page);
    await expect(page.getByText(suggest.thanks, { exact: true })).toBeVisible();
    expect(errors).toEqual([]);
  });
}
