/** Secrets in files: NAME_FILE holds the path of a file with the value of NAME. Node only. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Environment, Fault } from "./shape";
import { secretOfFile } from "./table";

const maxBytes = 65_536;

const cure = "Name a file that holds the secret and nothing else";

/**
 * Reads the files that the environment names, once. Returns the environment with their values in
 * place of their paths, as the gate needs it: the edge runtime has no files. One line end at the
 * end of a file is dropped. A fault names the file, never what is in it.
 */
export function withSecretFiles(env: Environment): { env: Environment; faults: Fault[] } {
  const filled: Record<string, string | undefined> = { ...env };
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(env)) {
    const [secret, path] = [secretOfFile(name), value?.trim()];
    if (!secret || !path) continue;
    delete filled[name];
    if (env[secret]?.trim()) {
      faults.push({ name, wrong: `is set beside ${secret}`, cure: "Remove one of the two" });
      continue;
    }
    const read = secretIn(path);
    if ("text" in read) filled[secret] = read.text;
    else faults.push({ name, wrong: read.wrong, cure });
  }
  return { env: filled, faults };
}

/** Puts the secrets of files into `process.env`, before Next copies it for the edge runtime. */
export function placeSecrets(env: Record<string, string | undefined>, filled: Environment): void {
  for (const name of Object.keys(env)) {
    const secret = secretOfFile(name);
    if (!secret || !env[name]?.trim()) continue;
    env[secret] = filled[secret];
    delete env[name];
  }
}

function secretIn(path: string): { text: string } | { wrong: string } {
  // A secret that was set by mistake instead of its path must not be told.
  if (!isAbsolute(path)) return { wrong: "is not an absolute path" };
  const wrong = (what: string) => ({ wrong: `names ${path}, which ${what}` });
  try {
    const bytes = bytesOf(path);
    if (typeof bytes === "string") return wrong(bytes);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r?\n$/, "");
    if (text.trim() === "") return wrong("is empty");
    return text.includes("\0") ? wrong("is not a text") : { text };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    // A secret in base64 may begin with a slash, and be set in place of its path.
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return { wrong: "names no file" };
    const reasons: Record<string, string> = {
      EACCES: "this user may not read",
      ERR_ENCODING_INVALID_ENCODED_DATA: "is not a text",
    };
    return wrong(reasons[code] ?? "cannot be read");
  }
}

/** Returns the bytes of a file, or what is wrong with it. */
function bytesOf(path: string): Buffer | string {
  // Without waiting: a pipe that nobody writes to would stop the start for ever.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile()) return "is not a file";
    return found.size > maxBytes ? "is larger than 64 kB" : readFileSync(file);
  } finally {
    closeSync(file);
  }
}
