// Writes values into .env so that Next's loader reads back the very same ones.

/**
 * Returns `NAME=value` as a line of .env. Next's loader cuts unquoted values at `#`, and replaces a
 * `$word` even in quotes, so each `$` gets a backslash. Throws if no spelling keeps the value: it
 * has a line break, all three kinds of quotes, or a backslash at its end beside a `#`.
 */
export function envLine(name: string, value: string): string {
  if (/^[\w.,:/@%+=-]*$/.test(value)) return `${name}=${value}`;
  const fits: [quote: string, isFit: boolean][] = [
    ["'", !/'|\\$/.test(value)],
    ["`", !/`|\\$/.test(value)],
    // In double quotes the loader makes line breaks of \n and \r.
    ['"', !/"|\\$|\\[nr]/.test(value)],
    // With a backslash before the last quote, the loader reads on in the lines below.
    ["", /\\$/.test(value) && !/#|^['"`]/.test(value)],
  ];
  const quote = fits.find(([, isFit]) => isFit)?.[0];
  if (quote === undefined || /[\r\n\0]/.test(value)) throw new Error(`${name} has characters that .env cannot hold.`);
  return `${name}=${quote}${value.replaceAll("$", "\\$")}${quote}`;
}
