/** Reads the text of one configuration file into directives and sections. */
import { type At, type ConfigNode, refuse, type Section } from "./model";

const maxDepth = 64;

/** A line after continuations are joined. `line` is the number of its first line. */
interface LogicalLine {
  text: string;
  line: number;
}

/** Joins lines that end with a backslash, and drops comments and empty lines, as Apache does. */
function logicalLines(text: string): LogicalLine[] {
  const joined: LogicalLine[] = [];
  let open: LogicalLine | undefined;
  for (const [index, physical] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    const line = physical.replace(/\r$/, "");
    const continues = line.endsWith("\\");
    open = { text: (open?.text ?? "") + (continues ? line.slice(0, -1) : line), line: open?.line ?? index + 1 };
    if (continues) continue;
    joined.push(open);
    open = undefined;
  }
  if (open) joined.push(open);
  return joined.map(({ text: all, line }) => ({ text: all.trim(), line })).filter((each) => !/^(#|$)/.test(each.text));
}

/**
 * Splits the arguments of a directive into words. Quotes hold blanks; in quotes a backslash escapes
 * the quote. Returns null if a quote is not closed.
 */
export function wordsIn(raw: string): string[] | null {
  const words: string[] = [];
  let rest = raw.trim();
  while (rest !== "") {
    const quote = /^["']/.exec(rest)?.[0];
    const found = quote ? quoted(rest, quote) : (/^\S+/.exec(rest)?.[0] ?? "");
    if (found === null) return null;
    const inside = quote ? found.slice(1, -1) : found;
    words.push(inside.replace(quote === "'" ? /\\([\\'])/g : quote ? /\\([\\"])/g : /\\(\\)/g, "$1"));
    rest = rest.slice(found.length).trim();
  }
  return words;
}

function quoted(text: string, quote: string): string | null {
  for (let index = 1; index < text.length; index++) {
    if (text[index] === "\\" && (text[index + 1] === quote || text[index + 1] === "\\")) index++;
    else if (text[index] === quote) return text.slice(0, index + 1);
  }
  return null;
}

/** As `wordsIn`, but refuses an open quote. */
export function wordsAt({ raw, at }: { raw: string; at: At }): string[] {
  return wordsIn(raw) ?? refuse(at, "expected a closing quote");
}

/** Parses one file. Refuses broken sections, with file and line. */
export function parse(text: string, file: string): ConfigNode[] {
  if (text.includes("\0")) refuse({ file, line: 1 }, "expected text; the file has a zero byte");
  const top: ConfigNode[] = [];
  const open: Section[] = [];
  for (const { text: line, line: number } of logicalLines(text)) {
    const at = { file, line: number };
    const into = open.at(-1)?.children ?? top;
    const closing = /^<\/\s*([\w.-]+)\s*>$/.exec(line)?.[1]?.toLowerCase();
    const [, opening, raw = ""] = /^<([A-Za-z]\w*)(?:\s+(.*?))?\s*>$/s.exec(line) ?? [];
    // The body of a macro is a text with names to replace, so it is not parsed.
    if (open.at(-1)?.name === "macro" && closing !== "macro" && opening?.toLowerCase() !== "macro") continue;
    if (closing !== undefined) {
      const section = open.pop();
      if (!section) refuse(at, "expected no closing tag, because no section is open");
      if (section.name !== closing) {
        refuse(at, `expected </${section.written}> for the section that line ${section.at.line} opens`);
      }
    } else if (opening !== undefined) {
      if (open.length >= maxDepth) refuse(at, `expected at most ${maxDepth} sections in one another`);
      const section: Section = {
        kind: "section",
        name: opening.toLowerCase(),
        written: opening,
        raw,
        at,
        children: [],
      };
      into.push(section);
      open.push(section);
    } else if (line.startsWith("<")) {
      refuse(at, 'expected a section like <Directory "/srv/site"> or </Directory>, closed by >');
    } else {
      const [, name = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
      into.push({ kind: "directive", name: name.toLowerCase(), written: name, raw: rest, at });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) refuse(unclosed.at, `expected </${unclosed.written}> before the end of the file`);
  return top;
}
