// Writes values into .env so that Next's loader reads back the very same ones.

/**
 * Returns a value as .env needs it. Next's loader cuts unquoted values at `#`, and replaces a
 * `$word` even in quotes, so each `$` gets a backslash. Returns null if no spelling keeps the
 * value: it has a line break, all three kinds of quotes, or a backslash at its end beside a `#`.
 */
export function envValue(value: string): string | null {
  if (/[\r\n\0]/.test(value)) return null;
  if (/^[\w.:/@,+=%-]*$/.test(value)) return value;
  // Before the closing quote, a backslash would escape it.
  if (value.endsWith("\\")) return /^[^\s#'"`][^#]*$/.test(value) ? value.replaceAll("$", "\\$") : null;
  // In double quotes the loader makes line breaks of \n and \r.
  const quote = ["'", '"', "`"].find((each) => !value.includes(each) && (each !== '"' || !value.includes("\\")));
  return quote ? `${quote}${value.replaceAll("$", "\\$")}${quote}` : null;
}

/** Returns `NAME=value` as a line of .env. Throws if no line can hold the value. */
export function envLine(name: string, value: string): string {
  const written = envValue(value);
  if (written === null) throw new Error(`${name} has characters that .env cannot hold.`);
  return `${name}=${written}`;
}
