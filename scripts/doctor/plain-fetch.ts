// A fetch that sends only the headers it is given. Node's own adds `Sec-Fetch-Mode: cors`, and the
// site answers that with 401 where a page load is led to the sign-in.
import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";

/** Sends one request over HTTP/1.1. Follows no redirect. Rejects with the network's error. */
export const plainFetch: typeof fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const url = new URL(String(input));
    const headers = Object.fromEntries(new Headers(init.headers));
    const options = { method: init.method ?? "GET", headers, ...(init.signal ? { signal: init.signal } : {}) };
    // Throws for a status that no response may have, like 999.
    const answered = (answer: IncomingMessage) => {
      try {
        resolve(responseOf(answer));
      } catch (error) {
        answer.destroy();
        reject(error);
      }
    };
    const request: ClientRequest =
      url.protocol === "https:" ? requestHttps(url, options, answered) : requestHttp(url, options, answered);
    request.on("error", reject);
    // After an upgrade that was not asked for, Node reports neither an answer nor an error.
    request.once("upgrade", (_answer, socket) => {
      socket.destroy();
      reject(new Error("The server changed the protocol."));
    });
    request.end(typeof init.body === "string" ? init.body : undefined);
  });

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    headers.append(answer.rawHeaders[at] ?? "", answer.rawHeaders[at + 1] ?? "");
  }
  const status = answer.statusCode ?? 0;
  const hasBody = ![204, 205, 304].includes(status);
  if (!hasBody) answer.resume();
  return new Response(hasBody ? (Readable.toWeb(answer) as ReadableStream) : null, { status, headers });
}
