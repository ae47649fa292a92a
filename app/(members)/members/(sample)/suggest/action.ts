/** Sample: takes a suggestion. A server action is a door of its own, so it has its own guard. */

"use server";

import { requireMember } from "@/lib/member";

/** What the form says next. */
export interface SuggestionResult {
  says: "none" | "thanks" | "empty" | "tooLong";
}

/**
 * Checks a suggestion of at most 2,000 characters and drops it. Send it on from here: by mail, or
 * to your own system.
 */
export async function sendSuggestion(_before: SuggestionResult, form: FormData): Promise<SuggestionResult> {
  await requireMember("members");
  // A request may send anything in place of the form.
  const text = form instanceof FormData ? form.get("suggestion") : null;
  if (typeof text !== "string" || text.trim() === "") return { says: "empty" };
  // The field counts a line break as one character, and browsers send it as two.
  if (text.replaceAll("\r\n", "\n").length > 2000) return { says: "tooLong" };
  return { says: "thanks" };
}
