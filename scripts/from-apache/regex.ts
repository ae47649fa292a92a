/** Translates a regular expression of Apache (PCRE) where JavaScript means the same. */

/** The translation, or why there is none. */
export type Translated = { regex: RegExp } | { why: string };

/** Parts that mean the same in both. Anything else is refused. */
const parts: [shape: RegExp, translate?: (text: string) => string][] = [
  [/^\\[dDwWbBnrtf]/],
  // JavaScript's \s also matches blanks outside ASCII.
  [/^\\s/, () => "[ \\t\\n\\v\\f\\r]"],
  [/^\\[^A-Za-z0-9]/],
  [/^\[\^?(?:\\[dDwWnrtf]|\\[^A-Za-z0-9]|[^\]\\[])+\]/],
  [/^\((?:\?[:=!])?(?![?*])/],
  [/^\)/],
  [/^(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??(?![+*?{])/],
  [/^[\^$.|]/],
  [/^[^\\[\](){}*+?^$.|]/],
];

/** Returns the expression for JavaScript. Refuses what differs, and what could take for ever. */
export function javascriptRegex(source: string): Translated {
  const [, flag, body = source] = /^\(\?(i)\)(.*)$/s.exec(source) ?? [];
  if (/[^\x20-\x7e]/.test(body)) return { why: "letters outside ASCII are single characters here and bytes in Apache" };
  if (body.length > 512) return { why: "it is longer than 512 characters" };
  let rest = body;
  let translated = "";
  while (rest !== "") {
    const part = parts.find(([shape]) => shape.test(rest));
    const text = part?.[0].exec(rest)?.[0];
    if (!part || !text)
      return { why: `JavaScript has no equal for what begins at character ${body.length - rest.length + 1}` };
    translated += part[1]?.(text) ?? text;
    rest = rest.slice(text.length);
  }
  if (repeatsRepetition(body)) return { why: "a repetition of a repetition can take very long" };
  try {
    return { regex: new RegExp(translated, flag ?? "") };
  } catch {
    return { why: "it is not a regular expression" };
  }
}

/** True if PCRE cannot compile an expression, by its brackets and what it begins with. */
export function isBrokenPattern(source: string): boolean {
  const plain = source.replace(/\\Q.*?(?:\\E|$)/gs, "x").replace(/\\./gs, "x");
  const bare = plain.replace(/\[\^?\]?(?:\[:\^?\w+:\]|[^\]])*\]/g, "x");
  let depth = 0;
  for (const letter of bare) {
    if (letter === "(") depth++;
    if (letter === ")" && --depth < 0) return true;
  }
  return depth > 0 || /[[\\]|^[*+?]|\|[*+?]/.test(bare);
}

/** True for a repeated group that has a repetition or an alternative in it, like `(a+)+`. */
function repeatsRepetition(source: string): boolean {
  const bare = source.replace(/\\./g, "x").replace(/\[[^\]]*\]/g, "x");
  const open: { repeats: boolean }[] = [];
  for (const [index, letter] of [...bare].entries()) {
    const repeated = /^(?:[*+]|\{\d+,\d*\})/.test(bare.slice(index + (letter === ")" ? 1 : 0)));
    if (letter === "(") open.push({ repeats: false });
    else if (letter === ")") {
      const inner = open.pop();
      if (repeated && inner?.repeats) return true;
      const outer = open.at(-1);
      if (outer && (repeated || inner?.repeats)) outer.repeats = true;
    } else if (repeated || letter === "|") {
      const group = open.at(-1);
      if (group) group.repeats = true;
    }
  }
  return false;
}
