/**
 * Shown when the root layout throws. Styles may be missing then, so it needs none. Browsers load it
 * with every page, so it is as small as can be.
 */

"use client";

import { brand } from "./theme/brand";
import { crashedWords } from "./theme/words/crashed";

export default function GlobalError() {
  return (
    <html lang={brand.language} style={{ colorScheme: "light dark", font: "1.25rem/2 sans-serif" }}>
      <body style={{ maxWidth: "34rem", margin: "12vh auto", padding: "1rem" }}>
        <title>{brand.name}</title>
        <meta name="viewport" content="width=device-width" />
        <h1>{crashedWords.heading}</h1>
        <button type="button" style={{ font: "inherit", padding: "0 1rem" }} onClick={() => location.reload()}>
          {crashedWords.tryAgain}
        </button>
      </body>
    </html>
  );
}
