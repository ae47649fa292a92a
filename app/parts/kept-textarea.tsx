/**
 * A text field whose text survives a time-out: kept in this tab until it is sent, or until
 * sign-out.
 */

"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

const prefix = "members.draft.";

interface KeptTextareaProps {
  id: string;
  name: string;
  /** Owner of the text: another member on the same computer must not see it. */
  owner: string;
  maxLength: number;
  describedBy?: string | undefined;
  /** True if the last answer refused the text; `describedBy` then names the message. */
  invalid?: boolean;
  /** What `useActionState` returned: an object that is a new one after each answer. */
  answer: object;
  /** True if that answer took the text, which is then forgotten. */
  taken: boolean;
}

/** The field. React empties it at each answer, also at one that asks for another text. */
export function KeptTextarea({
  id,
  name,
  owner,
  maxLength,
  describedBy,
  invalid = false,
  answer,
  taken,
}: KeptTextareaProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = useRef("");
  // With the page: a comment on one film must not appear in the form of another.
  const slot = `${prefix}${owner}.${usePathname()}.${name}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer counts, also an equal one.
  useEffect(() => {
    if (taken) {
      typed.current = "";
      fromStorage((storage) => storage.removeItem(slot));
    }
    const kept = typed.current || fromStorage((storage) => storage.getItem(slot));
    if (kept && field.current && field.current.value === "") field.current.value = kept;
  }, [slot, answer, taken]);
  return (
    <textarea
      ref={field}
      id={id}
      name={name}
      rows={5}
      maxLength={maxLength}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      onChange={({ currentTarget }) => {
        typed.current = currentTarget.value;
        fromStorage((storage) => storage.setItem(slot, currentTarget.value));
      }}
      className="mt-1.5 block w-full rounded-control border border-edge bg-raised p-3 aria-invalid:border-2 aria-invalid:border-ink"
    />
  );
}

/** Deletes all kept texts, at sign-out. */
export function forgetDrafts(): void {
  fromStorage((storage) => {
    for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
  });
}

/**
 * Uses the tab's storage. Returns undefined where there is none: Android's WebView has none by
 * default, browsers that block cookies throw at its name, and a full one throws at a write.
 */
function fromStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
