/** The sign that something is for full members: a small padlock with the words. */
import { watch } from "./words";

/** Stands behind a link's words, inside the link. */
export function Lock() {
  return (
    <span className="inline-flex items-center gap-1.5 text-sm font-normal">
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 shrink-0">
        <path d="M3 7H13V14H3Z" className="fill-current" />
        <path d="M5 7V5A3 3 0 0 1 11 5V7" className="fill-none stroke-current stroke-2" />
      </svg>
      {watch.fullOnly}
    </span>
  );
}
