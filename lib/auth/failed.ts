/** The answer to a sign-in that failed: a line in the log, and the page that explains, under one reference. */
import type { NextResponse } from "next/server";
import { redirectTo } from "../answers/redirect";
import { codedErrorIn, failures } from "../failures";
import { failurePath } from "../session/failure-ticket";
import type { Site } from "../site";

/** Redirects to the page for `error`; what is not one of our errors counts as `internal`, its message goes to the log only by type. */
export async function signInFailed(error: unknown, returnTo: string, site: Site): Promise<NextResponse> {
  const coded = codedErrorIn(error);
  const code = coded?.failure ?? "internal";
  const reference = newReference();
  const { status, operator } = failures[code];
  site.log(status < 500 ? "info" : "error", "sign_in_failed", {
    code,
    reference,
    detail: coded ? coded.detail : error instanceof Error ? error.constructor.name : typeof error,
    operator,
  });
  const path = await failurePath({ code, reference, returnTo }, site.settings.secrets);
  return redirectTo(path, 303, site);
}

/** Eight characters that can be read aloud: no 0/O, 1/I/L, no vowels to make words of. */
function newReference(): string {
  const alphabet = "23456789BCDFGHJKMNPQRSTVWXZ";
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => alphabet[byte % alphabet.length]).join("");
}
