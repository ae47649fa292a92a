/** The root of every page. Must not read the request: the tour would no longer be static. */
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";
import { brand } from "./theme/brand";

export const metadata: Metadata = {
  title: { default: `${brand.tagline} – ${brand.name}`, template: `%s – ${brand.name}` },
  description: brand.description,
  applicationName: brand.name,
  icons: { icon: "/brand/icon.svg" },
  formatDetection: { telephone: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={brand.language}>
      <body>{children}</body>
    </html>
  );
}
