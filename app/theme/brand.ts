/** Yours: name, tagline, language and help address. Colours are in tokens.css, words in words/. */

/** The site's identity. `help` is an e-mail address or an https address of a help page. */
export const brand = {
  name: "Northmere",
  tagline: "Slow films from wild water",
  description: "A members' library of quiet nature films: rivers, lakes and coasts, filmed with patience.",
  language: "en",
  help: "help@northmere.example",
} as const;

/**
 * Returns the address of the help link. Topic and reference go into the subject, so that support
 * knows the page and finds the log line. Nothing personal goes into it.
 */
export function helpLink(topic: string, reference?: string): string {
  const subject = reference ? `${topic} (${reference})` : topic;
  if (brand.help.includes("@"))
    return `mailto:${brand.help}?subject=${encodeURIComponent(`${brand.name}: ${subject}`)}`;
  const url = new URL(brand.help);
  url.searchParams.set("topic", subject);
  return url.href;
}
