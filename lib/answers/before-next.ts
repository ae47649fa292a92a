/** Guards Node's HTTP server before Next reads a request. Without such a server it does nothing. */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";

/** The limit of nginx and Apache for a request line. */
const maxUrlChars = 8192;

/** Next reads query parameters in quadratic time: 6,000 of them took a second before the gate. */
const maxParameters = 256;

/** The same holds for the levels of its router's header: 900 of them took 0.1 s. */
const maxRouterSegments = 128;

/** Next lets shared caches keep a static page for a year. A deploy removes its stylesheet. */
const nextsCaching = "s-maxage=31536000";
const ourCaching = "s-maxage=300";

/** Guards each server of this process from its first connection on. */
export function guardServers(): void {
  const guarded = new WeakSet<Server>();
  subscribe("net.server.socket", (message) => {
    const { server } = (message as { socket: { server?: Server } }).socket;
    if (!server || guarded.has(server)) return;
    guarded.add(server);
    guard(server);
  });
}

function guard(server: Server): void {
  // Next answers no upgrade, and keeps its socket for ever. Without a listener Node ignores the
  // header, and the request is answered like any other: RFC 9110 section 7.8.
  if (server.listenerCount("upgrade") === 1) server.removeAllListeners("upgrade");
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const status = refusal(request);
    if (status) return refuse(response, status);
    amend(request, response);
    for (const listener of listeners) listener.call(server, request, response);
  });
}

/** Returns the status for a request that Next would answer slowly, or with 500 and a stack. */
function refusal({ url = "", method, headers }: IncomingMessage): 400 | 405 | 414 | undefined {
  if (url.length > maxUrlChars || url.split("&", maxParameters + 1).length > maxParameters) return 414;
  if (method === "TRACE") return 405;
  if (url === "*") return 400;
  const tree = headers["next-router-state-tree"];
  if (`${tree}`.split(/\[|%5b/i, maxRouterSegments + 1).length > maxRouterSegments) return 400;
  try {
    parseAndValidateFlightRouterState(tree);
  } catch {
    return 400;
  }
}

function refuse(response: ServerResponse, status: 400 | 405 | 414): void {
  response.writeHead(status, { "content-type": "text/plain", "cache-control": "no-store" }).end("Refused\n");
}

/** Changes four kinds of Next's answers when they begin. */
function amend(request: IncomingMessage, response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse;
  const amended = (status: number, ...rest: unknown[]) => {
    if (response.getHeader("cache-control") === nextsCaching) response.setHeader("cache-control", ourCaching);
    // Browsers keep a 308 for ever. A signed-out visitor got Next's, from /archive/2019/ to
    // /archive/2019. After the sign-in, it made a loop with the web server's redirect back.
    if (status === 308) response.setHeader("cache-control", "no-store");
    // Next has no page for its 405: a file of public/ that is asked for by POST.
    if (status === 500 && response.hasHeader("allow")) return writeHead(405, ...rest);
    // Without JavaScript, a form of a former build is answered with bare text. Open its page anew.
    const unknownForm = response.hasHeader("x-nextjs-action-not-found") && !request.headers["next-action"];
    if (!unknownForm || status !== 409 || !/^\/(?!\/)/.test(request.url ?? "")) return writeHead(status, ...rest);
    response.setHeader("location", request.url ?? "");
    return writeHead(303, ...rest);
  };
  response.writeHead = amended as typeof response.writeHead;
}
