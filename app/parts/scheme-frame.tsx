/** Shows a page light or dark, as the site or the member wants it. */
import type { ReactNode } from "react";
import { brand } from "../theme/brand";

/** The rules in globals.css follow `data-page-scheme`, wherever on the page it stands. */
export function SchemeFrame({ scheme, children }: { scheme: "light" | "dark" | undefined; children: ReactNode }) {
  return (
    <div className="contents" data-page-scheme={brand.scheme === "system" ? scheme : undefined}>
      {children}
    </div>
  );
}
