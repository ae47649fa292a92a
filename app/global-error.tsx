/** Shown when the root layout throws. Styles may be missing then, so it brings its own. */

"use client";

import type { CSSProperties, FormEvent } from "react";
import { addresses } from "@/lib/addresses";
import { helpLink } from "./parts/help-link";
import { brand } from "./theme/brand";
import { broken, common } from "./theme/words/en";

const styles = {
  page: {
    colorScheme: "light dark",
    background: "Canvas",
    color: "CanvasText",
    font: "1.125rem/1.6 system-ui, sans-serif",
    maxWidth: "34rem",
    margin: "12vh auto",
    padding: "0 1.25rem",
  },
  heading: { font: "600 1.875rem/1.2 ui-serif, Georgia, serif", margin: "0 0 1rem" },
  text: { margin: "0.5rem 0" },
  button: {
    font: "inherit",
    fontWeight: 600,
    minHeight: "2.75rem",
    margin: "1.25rem 0",
    padding: "0.5rem 1.25rem",
    background: "CanvasText",
    color: "Canvas",
    border: "1px solid",
    borderRadius: "0.5rem",
    cursor: "pointer",
  },
  link: {
    display: "inline-block",
    padding: "0.5rem 0",
    marginRight: "1.5rem",
    color: "LinkText",
    textDecoration: "underline",
  },
} satisfies Record<string, CSSProperties>;

function reload(event: FormEvent): void {
  event.preventDefault();
  location.reload();
}

export default function GlobalError() {
  return (
    <html lang={brand.language}>
      <head>
        <title>{`${broken.heading} – ${brand.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
      </head>
      <body style={styles.page}>
        <main>
          <h1 style={styles.heading}>{broken.heading}</h1>
          {broken.says.map((sentence) => (
            <p key={sentence} style={styles.text}>
              {sentence}
            </p>
          ))}
          <form onSubmit={reload}>
            <button type="submit" style={styles.button}>
              {common.tryAgain}
            </button>
          </form>
          <a href={addresses.frontPage} style={styles.link}>
            {common.home}
          </a>
          <a href={helpLink(broken.heading)} style={styles.link}>
            {common.help}
          </a>
        </main>
      </body>
    </html>
  );
}
