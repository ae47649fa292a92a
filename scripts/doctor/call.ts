// Calls a server within the bounds of the product, and notes what the doctor needs besides.
import { boundedFetch, type FetchResult } from "../../lib/http/bounded-fetch";
import { printable } from "../../lib/http/output";

/** A response, or the reason why there is none, with what the product itself does not look at. */
export interface Call {
  answer: FetchResult;
  /** Headers of the response; empty if there was none. */
  headers: Headers;
  /** Node's code of a network fault: ENOTFOUND, CERT_HAS_EXPIRED. */
  code: string;
  /** Milliseconds since 1970, halfway between request and response. */
  at: number;
}

/** Calls `url` as the product does: no redirects, within seconds and bytes. Never throws. */
export async function call(fetcher: typeof fetch, url: string, init: RequestInit = {}): Promise<Call> {
  const began = Date.now();
  let [headers, code, at] = [new Headers(), "", began];
  const noting: typeof fetch = async (...request) => {
    try {
      const response = await fetcher(...request);
      [headers, at] = [response.headers, (began + Date.now()) / 2];
      return response;
    } catch (error) {
      code = codeIn(error);
      throw error;
    }
  };
  const answer = await boundedFetch(noting, url, init);
  return { answer, headers, code, at };
}

/** Returns the code of an error or of its cause. fetch wraps the error of the network. */
function codeIn(error: unknown, depth = 4): string {
  if (!(error instanceof Error) || depth === 0) return "";
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return "code" in error && typeof error.code === "string" ? error.code : codeIn(inner, depth - 1);
}

/** Says why a call has no response, and what to do. `host` is what the operator knows it by. */
export function networkFault({ answer, code, headers }: Call, host: string): [says: string, cure: string] {
  if (!("fault" in answer)) return [`${host} answered.`, ""];
  switch (answer.fault) {
    case "timeout":
      return [`${host} does not answer within five seconds.`, "Does a firewall drop the calls of this server?"];
    case "too_large":
      return [`${host} answers with more than 256 kB.`, "Check the address: this is not what NATS sends."];
    case "redirect":
      return [`${host} redirects to ${placeOf(headers)}.`, "Set the address that it leads to."];
    case "network":
      return faultOfCode(code, host);
  }
}

function faultOfCode(code: string, host: string): [says: string, cure: string] {
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) {
    return [`The name ${host} is not known (${code}).`, "Check the spelling, and the DNS of this server."];
  }
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/.test(code)) {
    return [`Nothing listens at ${host} (${code}).`, "Check host and port. Is the server up, and its firewall open?"];
  }
  if (code === "CERT_HAS_EXPIRED") return [`The certificate of ${host} has expired.`, "Renew it there."];
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return [`The certificate of ${host} is for another name.`, "Use the name in the certificate, or correct it there."];
  }
  if (/^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?)$/.test(code)) {
    return [
      `The certificate chain of ${host} is incomplete, or its authority is private (${code}).`,
      "Have the whole chain served there. For a private authority set NODE_EXTRA_CA_CERTS to its file.",
    ];
  }
  if (/SELF_SIGNED_CERT/.test(code)) {
    const cure = "Set NODE_EXTRA_CA_CERTS to its file in the environment of the server. In .env it has no effect.";
    return [`The certificate of ${host} is signed by itself or by a private authority (${code}).`, cure];
  }
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "EPROTO") {
    return [`${host} does not speak TLS on this port (${code}).`, "Check the port, and https or http."];
  }
  const reason = code === "" ? "" : ` (${code})`;
  return [`The connection to ${host} broke${reason}.`, "Try again. If it stays, ask who runs that server."];
}

/** Returns where a redirect leads, without query and fragment, which may hold a code. */
export function placeOf(headers: Headers): string {
  const location = headers.get("location") ?? "";
  return URL.canParse(location) ? `${new URL(location).origin}${new URL(location).pathname}` : "another page";
}

/** Returns the words of a page or message, at most 160 characters, safe for a terminal. */
export function excerpt(text: string): string {
  const words = text
    .slice(0, 20_000)
    .replace(/<(script|style|title)\b[^>]*>[^<]*/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return printable(words.length > 160 ? `${words.slice(0, 160)}…` : words, false);
}
