/** The log: one JSON line per event, with names that stay the same, and never a secret, token, code, cookie or password. */

/** Events in the log. */
export type LogEvent =
  | "start"
  | "sign_in"
  | "sign_in_failed"
  | "sign_out"
  | "session_too_large"
  | "recheck"
  | "rechecks"
  | "refused"
  | "error"
  | "metadata"
  | "keys";

/** Fields of an event: short facts. Callers pass codes and reasons, never what a provider or a browser sent as a whole. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one event. */
export type Log = (level: "info" | "warn" | "error", event: LogEvent, fields?: LogFields) => void;

/** One event as a line of JSON; strings are cut at 2,000 characters, and JSON keeps control characters from forging lines. */
export function logLine(now: Date, level: string, event: LogEvent, fields: LogFields = {}): string {
  const cut = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === "string" ? value.slice(0, 2000) : value,
  ]);
  const line = JSON.stringify({ time: now.toISOString(), level, event, ...Object.fromEntries(cut) });
  // JSON leaves these as they are; terminals obey the first kind, and some readers end a line at the others.
  return line.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The log on standard output (errors and warnings on standard error), as hosts collect it. */
export const consoleLog: Log = (level, event, fields) => {
  const line = logLine(new Date(), level, event, fields);
  if (level === "info") console.log(line);
  else console.error(line);
};

/** A member in the log: a short hash of issuer and subject, the same for the same member, and no name. */
export async function memberHash(iss: string, sub: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${iss}\n${sub}`));
  return Array.from(new Uint8Array(digest).subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Logs an error that a page or route handler let through: its digest, which the error page shows, its kind and where its own frames
 * point. Not its message, which may quote what came from outside; not the query, which may hold a code.
 */
export function logRequestError(error: unknown, path: string, route: string): void {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  const kind = error instanceof Error ? error.name : typeof error;
  const at =
    error instanceof Error
      ? error.stack
          ?.split("\n")
          .find((line) => line.trim().startsWith("at "))
          ?.trim()
      : undefined;
  consoleLog("error", "error", { reference: digest, kind, at, route, path: path.split("?")[0] });
}
