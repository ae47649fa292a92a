/** The sample's suggestion form, as tests use it. */
import type { Locator, Page } from "@playwright/test";
import { sampleWords } from "../../app/(members)/members/(sample)/words";

const { suggest } = sampleWords();

/** The address of the form. */
export const suggestPage = "/members/suggest";

/** Finds the text field. */
export function suggestion(page: Page): Locator {
  return page.getByLabel(suggest.label, { exact: true });
}

/** Types a text into the field. */
export async function writeSuggestion(page: Page, text: string): Promise<void> {
  await suggestion(page).fill(text);
}

/** Sends the form. */
export async function sendSuggestion(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: suggest.action, exact: true }).click();
}
