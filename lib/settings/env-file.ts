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
  const faults: Fault[] = [];
  for (const { name: file, text } of [...files].reverse()) {
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      const [, name, sign, value = ""] = /^\s*(?:export\s+)?(\w+)\s*([=:]|\s)\s*(.*?)\s*$/.exec(line) ?? [];
      if (!name || !isSetting(name)) continue;
      const at = `line ${index + 1} of ${file}`;
      const quote = /^['"`]/.exec(value)?.[0];
      const isOpen =
        quote &&
        value.lastIndexOf(quote) === 0 &&
        !lines
          .slice(index + 1)
          .join("\n")
          .includes(quote);
      const before = written.get(name);
      if (before?.file === file) faults.push({ name, wrong: `stands twice in ${file}`, cure: `Remove one: ${at}` });
      else if (sign?.trim() === "") faults.push({ name, wrong: "has no = behind it", cure: `Add it: ${at}` });
      else if (isOpen) faults.push({ name, wrong: "has a quote that does not end", cure: `End it: ${at}` });
      written.set(name, { text: value, file, at });
    }
  }
  for (const [name, { text, at }] of written) {
    const wrong = faults.some((fault) => fault.name === name) ? undefined : changeOf(name, text, env);
    if (wrong) faults.push({ name, wrong, cure: `Put the value in single quotes and write \\$ for each $: ${at}` });
  }
  return faults;
}

/** A line of a .env file: what stands behind the name, and where. */
interface Line {
  text: string;
  file: string;
  at: string;
}

/** Says how the loader changed the text behind `NAME=`. Returns undefined if it did not. */
function changeOf(name: string, text: string, env: Environment): string | undefined {
  const quoted = /^(['"`])(.*)\1\s*(#.*)?$/.exec(text);
  // With a blank before it, a # begins a comment on purpose.
  const value = quoted?.[2] ?? text.replace(/(^|\s)#.*$/, "").trimEnd();
  const kept = quoted ? value : (value.split("#")[0] ?? "").trimEnd();
  const [arrived = "", isSecret] = [env[name], secretSettings.test(name)];
  if (!loadedFrom(kept).test(arrived)) return undefined;
  if (kept !== value) return "is cut at its # by Next's .env loader";
  const words = [...kept.matchAll(reference)].filter(([all]) => !all.startsWith("\\"));
  const isReplaced = words.some(([, word = ""]) => isSecret || env[word] === undefined);
  return isReplaced && arrived !== kept ? "loses a $ and what follows, by Next's .env loader" : undefined;
}

/** A variable in a value, as `$word`, `${word}` or `${word:-default}`; `\$word` is plain text. */
const reference = /\\?\$\{?(\w+)(?::-[^}\\]*)?\}?/g;

/** Matches what the loader can make of `kept`, whatever the variables in it stand for. */
function loadedFrom(kept: string): RegExp {
  const parts = kept.replace(reference, "\0").split(/\0|\\?\$/);
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`, "s");
}
