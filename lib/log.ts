/** The log: one JSON line per event, never with a secret, token, code, cookie or password. */
import { listener } from "./measure";

/** Names of events. Operators filter by them, so they do not change. docs/operating.md has each. */
export const logEvents = [
  "start",
  "stop",
  "sign_in",
  "sign_in_failed",
  "sign_out",
  "visits_ended",
  "backchannel_logout",
  "session_too_large",
  "recheck",
  "rechecks",
  "pushes",
  "refused",
  "error",
  "metadata",
  "keys",
  "registry",
] as const;

export type LogEvent = (typeof logEvents)[number];

/** Fields of an event: codes and reasons. Of what NATS sent, only a cut issuer is allowed. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = (level: "info" | "warn" | "error", event: LogEvent, fields?: LogFields) => void;

/** Formats an event as one line of JSON. Strings are cut at 2,000 characters. */
export function logLine(now: Date, level: string, event: LogEvent, fields: LogFields = {}): string {
  const cut = (_name: string, value: unknown) => (typeof value === "string" ? value.slice(0, 2000) : value);
  const line = JSON.stringify({ time: now.toISOString(), level, event, ...fields }, cut);
  // JSON does not escape C1 controls, which terminals obey, nor the Unicode line separators.
  return line.replace(/[\u007f-\u009f\u2028\u2029]/g, (char) => `\\u${hex(char.charCodeAt(0), 4)}`);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** Logs to standard output, and warnings and errors to standard error. */
export const consoleLog: Log = (level, event, fields) => {
  listener()?.logged(level, event, fields ?? {});
  const line = logLine(new Date(), level, event, fields);
  if (level === "info") console.log(line);
  else console.error(line);
};

/** Returns a short hash that identifies a member in the log without the name. */
export async function memberHash(iss: string, sub: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${iss}\n${sub}`));
  return Array.from(new Uint8Array(digest, 0, 6), (byte) => hex(byte, 2)).join("");
}

/**
 * Logs an error that a page or route handler did not catch: the digest that the error page shows,
 * the type, and the first stack frame. The message may quote input and the query may hold a code,
 * so both are left out.
 */
export function logRequestError(error: unknown, path: string, route: string): void {
  const thrown = error instanceof Error ? error : undefined;
  const reference = thrown && "digest" in thrown ? String(thrown.digest) : "";
  const at = /^\s*(at .+)/m.exec(thrown?.stack ?? "")?.[1];
  consoleLog("error", "error", { reference, kind: thrown?.name ?? typeof error, at, route, path: path.split("?")[0] });
}
