/** Yours: takes a suggestion. A server action is a door of its own, so it has its own guard. */

"use server";

import { requireMember } from "@/lib/locks/guard";
import { memberHash } from "@/lib/log";
import { site } from "@/lib/site";

/** What the form says next. */
export type SuggestionResult = "none" | "thanks" | "empty" | "tooLong";

/** Checks and records a suggestion of at most 2,000 characters. Send it on from here: by mail, or to your own system. */
export async function sendSuggestion(_before: SuggestionResult, form: FormData): Promise<SuggestionResult> {
  const member = await requireMember("members");
  const text = form.get("suggestion");
  if (typeof text !== "string" || text.trim() === "") return "empty";
  if (text.length > 2000) return "tooLong";
  site().log("info", "suggestion", { member: await memberHash(member.iss, member.sub), text });
  return "thanks";
}
