/** Keeps the status pages out of search engines. */
import type { Metadata } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = { robots: { index: false, follow: false } };

export default function StatusLayout({ children }: { children: ReactNode }) {
  return children;
}
