/** The frame of every page: skip link, header, main, footer. */
import type { ReactNode } from "react";
import { brand } from "../theme/brand";
import { SiteMark } from "../theme/site-mark";
import { common } from "../theme/words/en";
import { helpLink } from "./help-link";

type PageShellProps = { header?: ReactNode; wide?: boolean; help?: boolean; children: ReactNode };

/**
 * Draws a page. `header` stands beside the mark. `wide` drops the reading width, for pages that lay
 * out their own bands. `help` is off if the page itself offers help.
 */
export function PageShell({ header, wide = false, help = true, children }: PageShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="absolute top-2 left-2 z-10 -translate-y-20 rounded-control bg-accent px-4 py-3 font-semibold text-paper focus:translate-y-0"
      >
        {common.skip}
      </a>
      <header className="border-b border-line">
        <div className="mx-auto flex w-full max-w-5xl flex-wrap items-center justify-between gap-x-3 px-5 py-2 sm:gap-x-6">
          <SiteMark />
          {header}
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={`w-full flex-1 outline-none ${wide ? "" : "mx-auto max-w-5xl px-5 py-10 sm:py-14"}`}
      >
        {children}
      </main>
      <footer className="border-t border-line text-sm text-muted">
        <div className="mx-auto flex w-full max-w-5xl flex-wrap items-center justify-between gap-x-6 px-5 py-2">
          <p className="py-2.5">{common.footer}</p>
          {help ? (
            <a
              href={helpLink(brand.name)}
              className="inline-flex min-h-11 items-center underline underline-offset-4 hover:text-ink"
            >
              {common.help}
            </a>
          ) : null}
        </div>
      </footer>
    </div>
  );
}
