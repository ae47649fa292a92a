/**
 * Sample: the suggestion form. Works without JavaScript; with it, text typed into a session that
 * has ended is kept.
 */

"use client";

import { useActionState, useEffect } from "react";
import { Button } from "@/app/parts/button";
import { forgetDraft, KeptTextarea } from "@/app/parts/kept-textarea";
import { suggest } from "../words";
import { sendSuggestion } from "./action";

export function SuggestForm({ owner }: { owner: string }) {
  const [result, send, pending] = useActionState(sendSuggestion, "none");
  useEffect(() => {
    if (result === "thanks") forgetDraft(owner, "suggestion");
  }, [result, owner]);
  return (
    <form action={send} className="mt-7 max-w-2xl">
      <label htmlFor="suggestion" className="font-semibold">
        {suggest.label}
      </label>
      <KeptTextarea id="suggestion" name="suggestion" owner={owner} maxLength={2000} describedBy="suggestion-result" />
      <p id="suggestion-result" role="status" className="mt-2 min-h-6">
        {result === "none" ? "" : suggest[result]}
      </p>
      <div className="mt-3">
        <Button disabled={pending}>{suggest.action}</Button>
      </div>
    </form>
  );
}
