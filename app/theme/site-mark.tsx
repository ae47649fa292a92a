/** The site's mark and name, linking to the front page. */
import { brand } from "./brand";

/**
 * The mark with the site's name. The same drawing lies in public/brand/icon.svg for browser tabs.
 */
export function SiteMark() {
  return (
    <a href="/" className="inline-flex min-h-11 items-center gap-2.5 font-display text-xl font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-8 shrink-0">
        <circle cx="16" cy="16" r="16" className="fill-mark" />
        <circle cx="16" cy="13" r="5" className="fill-glow" />
        <path d="M1 18.5Q8.5 14.5 16 18.5T31 18.5A15.2 15.2 0 0 1 1 18.5Z" className="fill-mark" />
        <path
          d="M5 20Q10.5 16.8 16 20T27 20M8.5 25Q12.25 22.8 16 25T23.5 25"
          className="fill-none stroke-snow stroke-2"
          strokeLinecap="round"
        />
      </svg>
      <span>{brand.name}</span>
    </a>
  );
}
