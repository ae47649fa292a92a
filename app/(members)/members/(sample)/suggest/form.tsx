/**
 * Sample: the suggestion form. Works without JavaScript; with it, text typed into a session that
 * has ended is kept.
 */

"use client";

import { useActionState } from "react";
import { Button } from "@/app/parts/button";
import { KeptTextarea } from "@/app/parts/kept-textarea";
import type { SampleWords } from "../words/en";
import { type SuggestionResult, sendSuggestion } from "./action";

const unsent: SuggestionResult = { says: "none" };

/** The words come from the server, because browsers must not load every language. */
type FormWords = Pick<SampleWords["suggest"], "label" | "action" | "thanks" | "empty" | "tooLong">;

export function SuggestForm({ owner, words }: { owner: string; words: FormWords }) {
  const [result, send, pending] = useActionState(sendSuggestion, unsent);
  const { says } = result;
  const failed = says === "empty" || says === "tooLong";
  return (
    <form action={send} className="mt-7 max-w-2xl">
      <label htmlFor="suggestion" className="font-semibold">
        {words.label}
      </label>
      <KeptTextarea
        id="suggestion"
        name="suggestion"
        owner={owner}
        maxLength={2000}
        describedBy={failed ? "suggestion-result" : undefined}
        invalid={failed}
        answer={result}
        taken={says === "thanks"}
      />
      <div role="status" className="mt-3 min-h-6">
        {says === "none" ? null : (
          <p
            id="suggestion-result"
            className={
              failed
                ? "border-l-4 border-glow pl-3 font-semibold"
                : "rounded-control border border-line bg-tint px-4 py-3"
            }
          >
            {words[says]}
          </p>
        )}
      </div>
      <div className="mt-4">
        <Button disabled={pending}>{words.action}</Button>
      </div>
    </form>
  );
}
