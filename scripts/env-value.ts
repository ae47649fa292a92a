// Writes values into .env so that Next's loader reads back the very same ones.

/**
 * Returns `NAME=value` as a line of .env. Next's loader cuts unquoted values at `#`, and replaces a
 * `$word` even in quotes, so each `$` gets a backslash. Throws if no spelling keeps the value: it
 * has a line break, or all three kinds of quotes.
 */
export function envLine(name: string, value: string): string {
  if (/^[\w.,:/@%+=-]*$/.test(value)) return `${name}=${value}`;
  // In double quotes the loader makes line breaks of \n and \r.
  const quote = ["'", "`", '"'].find((each) => !value.includes(each) && !(each === '"' && /\\[nr]/.test(value)));
  if (!quote || /[\r\n\0]/.test(value)) throw new Error(`${name} has characters that .env cannot hold.`);
  return `${name}=${quote}${value.replaceAll("$", "\\$")}${quote}`;
}
