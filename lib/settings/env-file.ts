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
 * `$word`. Values set outside the files, which take precedence, are no faults.
 */
export function envFileFaults(files: readonly EnvFile[], env: Environment): Fault[] {
  const written = new Map<string, { text: string; at: string }>();
  for (const { name: file, text } of [...files].reverse()) {
    for (const [index, line] of text.split("\n").entries()) {
      const [, name, value = ""] = /^\s*(?:export\s+)?(\w+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
      if (name && isSetting(name)) written.set(name, { text: value, at: `line ${index + 1} of ${file}` });
    }
  }
  return [...written].flatMap(([name, { text, at }]) => {
    const wrong = changeOf(name, text, env);
    const cure = `Put the value in single quotes and write \\$ for each $: ${at}`;
    return wrong ? [{ name, wrong, cure }] : [];
  });
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
