/** Keeps what clients send from forging log lines: Next and React quote it in their errors. */

/** Rewrites what the process prints from now on: no control characters, and a line per write. */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
    const guarded = (chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === "string" ? printable(chunk, stream.isTTY) : chunk, ...rest);
    stream.write = guarded as typeof stream.write;
  }
}

/** Two warnings of Next quote the address asked for, and its query may hold a code. */
const quotedQuery = /((?:body exceeded \S+|Failed to handle request) for [^\s?]+)\?\S*?(?=\.?\s|$)/g;

/**
 * Escapes control characters, and line breaks before the last. A stack is then one line, too.
 * A terminal keeps line breaks and colours. Leaves out the query of an address that Next quotes.
 */
export function printable(text: string, terminal: boolean): string {
  const unsafe = terminal
    ? /(?!\n|\u001b\[[\d;]*m)[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g
    : /(?!\n$)[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g;
  const escaped = (char: string) => (char === "\n" ? "\\n" : `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return text.replace(quotedQuery, "$1").replace(unsafe, escaped);
}
