/**
 * Sample: the suggestion form. Works without JavaScript; with it, text typed into a session that
 * has ended is kept.
 */

"use client";

import { useActionState } from "react";
import { Button } from "@/app/parts/button";
import { KeptTextarea } from "@/app/parts/kept-textarea";
import { suggest } from "../words";
import { type SuggestionResult, sendSuggestion } from "./action";

const unsent: SuggestionResult = { says: "none" };

export function SuggestForm({ owner }: { owner: string }) {
  const [result, send, pending] = useActionState(sendSuggestion, unsent);
  return (
    <form action={send} className="mt-7 max-w-2xl">
      <label htmlFor="suggestion" className="font-semibold">
        {suggest.label}
      </label>
      <KeptTextarea
        id="suggestion"
        name="suggestion"
        owner={owner}
        maxLength={2000}
        describedBy="suggestion-result"
        answer={result}
        taken={result.says === "thanks"}
      />
      <p id="suggestion-result" role="status" className="mt-2 min-h-6">
        {result.says === "none" ? "" : suggest[result.says]}
      </p>
      <div className="mt-3">
        <Button disabled={pending}>{suggest.action}</Button>
      </div>
    </form>
  );
}
