/** Finds values that Next's .env loader changes: a secret `ab$cd#ef` arrives as `ab`. */
import type { Environment, Fault } from "./shape";
import { isSetting, secretSettings } from "./table";

/** A .env file: its name, for the operator, and its text. */
export interface EnvFile {
  name: string;
  text: string;
}

/** Returns the names of the files that Next reads. A name in an earlier file takes precedence. */
export function envFileNames(development: boolean): string[] {
  const mode = development ? "development" : "production";
  return [`.env.${mode}.local`, ".env.local", `.env.${mode}`, ".env"];
}

/**
 * Compares the settings in .env files, given in the order of `envFileNames`, with what arrived in
 * the environment. Returns a fault for each that the loader cut at a `#`, or in which it replaced a
 * `$word`, and for lines that it misreads. Values set outside the files, which take precedence, are
 * no faults.
 */
export function envFileFaults(files: readonly EnvFile[], env: Environment): Fault[] {
  const written = new Map<string, Line>();
  for (const { name: file, text } of [...files].reverse()) {
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      const [, name, sign = "", value = ""] = /^\s*(?:export\s+)?(\w+)\s*([=:]|\s)\s*(.*?)\s*$/.exec(line) ?? [];
      if (!name || !isSetting(name)) continue;
      const quote = /^['"`]/.exec(value)?.[0];
      const below = lines.slice(index + 1).join("\n");
      written.set(name, {
        text: value,
        file,
        at: `line ${index + 1} of ${file}`,
        isBare: sign.trim() === "",
        isTwice: written.get(name)?.file === file,
        isOpen: quote !== undefined && value.lastIndexOf(quote) === 0 && !below.includes(quote),
      });
    }
  }
  return [...written].flatMap(([name, line]) => {
    const [wrong, cure] = faultOf(name, line, env) ?? [];
    return wrong ? [{ name, wrong, cure: `${cure}: ${line.at}` }] : [];
  });
}

/** A line of a .env file: what stands behind the name, where, and what is odd about it. */
interface Line {
  text: string;
  file: string;
  at: string;
  isBare: boolean;
  isTwice: boolean;
  isOpen: boolean;
}

const inQuotes = "Put the value in single quotes and write \\$ for each $";

/** Returns what the loader did to a line, and the cure; undefined if all of it arrived. */
function faultOf(name: string, line: Line, env: Environment): [wrong: string, cure: string] | undefined {
  const { text } = line;
  if (line.isBare) return env[name] === undefined ? ["has no = behind it", "Add it"] : undefined;
  const quoted = /^(['"`])(.*)\1\s*(#.*)?$/.exec(text);
  // With a blank before it, a # begins a comment on purpose.
  const value = quoted?.[2] ?? text.replace(/(^|\s)#.*$/, "").trimEnd();
  const kept = quoted ? value : (value.split("#")[0] ?? "").trimEnd();
  const [arrived = "", isSecret] = [env[name], secretSettings.test(name)];
  // Set outside the files, which takes precedence.
  if (!loadedFrom(kept).test(arrived)) return undefined;
  if (line.isTwice) return [`stands twice in ${line.file}`, "Remove one"];
  if (line.isOpen) return ["has a quote that does not end", "End it"];
  if (kept !== value) return ["is cut at its # by Next's .env loader", inQuotes];
  const words = [...kept.matchAll(reference)].filter(([all]) => !all.startsWith("\\"));
  const isReplaced = words.some(([, word = ""]) => isSecret || env[word] === undefined);
  if (!isReplaced || arrived === kept) return undefined;
  return ["loses a $ and what follows, by Next's .env loader", inQuotes];
}

/** A variable in a value, as `$word`, `${word}` or `${word:-default}`; `\$word` is plain text. */
const reference = /\\?\$\{?(\w+)(?::-[^}\\]*)?\}?/g;

/** Matches what the loader can make of `kept`, whatever the variables in it stand for. */
function loadedFrom(kept: string): RegExp {
  const parts = kept.replace(reference, "\0").split(/\0|\\?\$/);
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "s");
}
