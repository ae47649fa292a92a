/** The sign that something is for full members: a small padlock with the words. */
import { words } from "../theme/words";

/** The padlock alone, in the colour of the text. */
export function Padlock() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 shrink-0">
      <path d="M3 7H13V14H3Z" className="fill-current" />
      <path d="M5 7V5A3 3 0 0 1 11 5V7" className="fill-none stroke-current stroke-2" />
    </svg>
  );
}

/** The padlock with the words. */
export function LockMark() {
  return (
    <span className="inline-flex items-center gap-1.5 rounded-control border border-edge bg-raised px-2.5 py-0.5 text-sm text-ink">
      <Padlock />
      {words().common.fullOnly}
    </span>
  );
}
