/** Which file names of `<Files>` sections this product never serves, whatever the gates say. */

/** The parts of a section that name files. */
interface FilesSection {
  kind: string;
  raw: string;
}

/** Endings of scripts, sources, backups and configuration. */
const unserved =
  "bak|backup|cfg|cgi|conf|config|crt|db|dist|env|fla|inc|ini|key|lock|log|old|orig|pem|php\\d?|phps|phtml|pl|psd|py|rb|" +
  "save|sh|sql|sqlite|swo|swp|tmp|tpl|ya?ml";

const ending = new RegExp(`\\.(${unserved})$`, "i");

/** True for `<Files>` that mean names with a dot at the beginning only, like `^\\.ht`. */
export function namesHidden({ kind, raw }: FilesSection): boolean {
  const { argument, isRegex } = filesArgument(raw, kind);
  return kind.startsWith("files") && (isRegex ? /^\^\\\.[^|]*$/ : /^\./).test(argument);
}

/** True for `<Files>` whose every name begins with a dot, or has an ending that is never served. */
export function namesUnserved(section: FilesSection): boolean {
  const { argument, isRegex } = filesArgument(section.raw, section.kind);
  if (!section.kind.startsWith("files")) return false;
  if (namesHidden(section)) return true;
  if (!isRegex) return ending.test(argument);
  const [, choices] = /^(?:\^?[\w-]*)?\\\.\(?(?:\?:)?([\w|]+)\)?\$$/.exec(argument) ?? [];
  return choices?.split("|").every((choice) => ending.test(`.${choice}`)) ?? false;
}

function filesArgument(raw: string, kind: string): { argument: string; isRegex: boolean } {
  const [, tilde = "", argument = ""] = /^["']?(~?)["']?\s*["']?(.*?)["']?$/.exec(raw.trim()) ?? [];
  return { argument, isRegex: tilde !== "" || kind === "filesmatch" };
}
