/** The root of every page. Must not read the request: the tour would no longer be static. */
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";
import { brand } from "./theme/brand";
import { words } from "./theme/words";

const { title } = words().tour;
const { themeColor, scheme } = brand;

export const metadata: Metadata = {
  title: { default: `${title} – ${brand.name}`, template: `%s – ${brand.name}` },
  icons: { icon: "/brand/icon.svg", apple: "/brand/touch-icon.png" },
  manifest: "/manifest.webmanifest",
  formatDetection: { telephone: false },
  // The label of the Association of Sites Advocating Child Protection.
  ...(brand.adult ? { other: { rating: "RTA-5042-1996-1400-1577-RTA" } } : {}),
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: scheme === "system" ? "light dark" : scheme,
  themeColor:
    scheme === "system"
      ? [
          { media: "(prefers-color-scheme: light)", color: themeColor.light },
          { media: "(prefers-color-scheme: dark)", color: themeColor.dark },
        ]
      : themeColor[scheme],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={brand.language} data-scheme={scheme === "system" ? undefined : scheme}>
      <body>{children}</body>
    </html>
  );
}
