/**
 * A text field whose text survives a time-out: kept in this tab until it is sent, or until
 * sign-out.
 */

"use client";

import { useEffect, useRef } from "react";

const prefix = "members.draft.";

interface KeptTextareaProps {
  id: string;
  name: string;
  /** Owner of the text: another member on the same computer must not see it. */
  owner: string;
  maxLength: number;
  describedBy?: string;
}

/** The field. After its text was sent, call `forgetDraft`. */
export function KeptTextarea({ id, name, owner, maxLength, describedBy }: KeptTextareaProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const slot = draftSlot(owner, name);
  useEffect(() => {
    const kept = sessionStorage.getItem(slot);
    if (kept && field.current && field.current.value === "") field.current.value = kept;
  }, [slot]);
  return (
    <textarea
      ref={field}
      id={id}
      name={name}
      rows={5}
      maxLength={maxLength}
      aria-describedby={describedBy}
      onChange={(event) => sessionStorage.setItem(slot, event.currentTarget.value)}
      className="mt-1.5 block w-full rounded-control border border-edge bg-raised p-3"
    />
  );
}

/** Deletes one kept text. */
export function forgetDraft(owner: string, name: string): void {
  sessionStorage.removeItem(draftSlot(owner, name));
}

/** Deletes all kept texts, at sign-out. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}

function draftSlot(owner: string, name: string): string {
  return `${prefix}${owner}.${name}`;
}
