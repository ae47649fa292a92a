/** Yours: name, tagline, language and help address. Colours are in tokens.css, words in words/. */

/** The site's identity. `help` is an e-mail address or an https address of a help page. */
export const brand = {
  name: "Northmere",
  tagline: "Slow films from wild water",
  description: "A members' library of quiet nature films: rivers, lakes and coasts, filmed with patience.",
  language: "en",
  help: "help@northmere.example",
} as const;
