/** Answers a sign-in that failed: a log line and a page that explains, under one reference. */
import type { NextResponse } from "next/server";
import { redirectTo } from "../answers/redirect";
import { codedErrorIn, failures } from "../failures";
import { failurePath } from "../session/failure-ticket";
import type { Site } from "../site";

/**
 * Redirects to the page for `error`. An error without one of our codes counts as `internal`; only
 * its type is logged, because its message may quote what NATS sent.
 */
export async function signInFailed(error: unknown, returnTo: string, site: Site): Promise<NextResponse> {
  const coded = codedErrorIn(error);
  const code = coded?.failure ?? "internal";
  const reference = newReference();
  const { status, operator } = failures[code];
  const detail = coded?.detail ?? (error instanceof Error ? error.constructor.name : typeof error);
  site.log(status < 500 ? "info" : "error", "sign_in_failed", { code, reference, detail, operator });
  return redirectTo(await failurePath({ code, reference, returnTo }, site.settings.secrets), 303, site);
}

/** Returns eight characters to read aloud: no 0/O, no 1/I/L, no vowels that make words. */
function newReference(): string {
  const alphabet = "23456789BCDFGHJKMNPQRSTVWXZ";
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => alphabet[byte % alphabet.length]).join("");
}
