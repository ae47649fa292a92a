/** The frame of every page: skip link, notice, header, main, footer. */
import type { ReactNode } from "react";
import { addresses } from "@/lib/addresses";
import { brand } from "../theme/brand";
import { SiteMark } from "../theme/site-mark";
import { words } from "../theme/words";
import { helpLink } from "./help-link";

type PageShellProps = {
  /** Stands beside the mark. */
  header?: ReactNode;
  /** Stands above the header: what the member must see at once. */
  notice?: ReactNode;
  /** Where the mark leads. */
  home?: string;
  /** Drops the reading width, for pages that lay out their own bands. */
  wide?: boolean;
  /** Off if the page itself offers help. */
  help?: boolean;
  children: ReactNode;
};

/** Draws a page. */
export function PageShell({
  header,
  notice,
  home = addresses.frontPage,
  wide = false,
  help = true,
  children,
}: PageShellProps) {
  const { common, tour } = words();
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#main" className="skip">
        {common.skip}
      </a>
      {notice}
      <header className="border-b border-line">
        <div className="bar py-1.5">
          <SiteMark href={home} />
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
        <div className="bar flex-wrap py-2">
          <p className="py-2.5">
            {brand.name} · {tour.title}
          </p>
          <ul className="flex flex-wrap gap-x-5">
            {brand.footer.map(({ label, href }) => (
              <li key={label}>
                <a href={href} className="foot-link">
                  {label}
                </a>
              </li>
            ))}
            {help ? (
              <li>
                <a href={helpLink(brand.name)} className="foot-link">
                  {common.help}
                </a>
              </li>
            ) : null}
          </ul>
        </div>
      </footer>
    </div>
  );
}
