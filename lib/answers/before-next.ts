/** Guards Node's HTTP server before Next reads a request. Without such a server it does nothing. */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";
import { boundedAgent, boundedCookies } from "../http/headers";
import type { GracefulStop } from "./graceful-stop";

/** The limit of nginx and Apache for a request line. */
const maxUrlChars = 8192;

/** Next reads query parameters in quadratic time: 6,000 of them took a second before the gate. */
const maxParameters = 256;

/** The same holds for the levels of its router's header: 900 of them took 0.1 s. */
const maxRouterSegments = 128;

/** Next lets shared caches keep a static page for a year. A deploy removes its stylesheet. */
const nextsCaching = "s-maxage=31536000";
const ourCaching = "s-maxage=300";

/** Longest redirect, in characters. nginx reads 8 kB of headers, and answers 502 to more. */
const maxLocationChars = 7168;

/**
 * Guards the server that listens at `port` from its next connection or request on. Leaves other
 * servers of the process alone: an owner's WebSockets may have one. Without `port`, guards all.
 * Every answer gets `headers`: Next's own redirects and our refusals had none. `stop` learns of the
 * servers, and ends them.
 */
export function guardServer(
  port: string | undefined,
  headers: Readonly<Record<string, string>> = {},
  stop?: GracefulStop,
): void {
  const seen = new WeakSet<Server>();
  const guardOnce = (server: Server | undefined) => {
    if (!server || seen.has(server)) return;
    seen.add(server);
    const address = server.address();
    const isOther = port !== undefined && typeof address === "object" && `${address?.port}` !== port;
    if (isOther) return;
    stop?.add(server);
    guard(server, headers, stop);
  };
  subscribe("net.server.socket", (message) => guardOnce((message as { socket: { server?: Server } }).socket.server));
  // Next listens before it calls this, so a proxy may be connected already.
  subscribe("http.server.request.start", (message) => guardOnce((message as { server: Server }).server));
}

function guard(server: Server, headers: Readonly<Record<string, string>>, stop: GracefulStop | undefined): void {
  // Next answers no upgrade, and keeps its socket for ever. Without a listener Node ignores the
  // header, and the request is answered like any other: RFC 9110 section 7.8.
  if (server.listenerCount("upgrade") === 1) server.removeAllListeners("upgrade");
  // Without a listener Node closes the connection of a CONNECT, and says nothing.
  server.on("connect", (_request, socket) => {
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", () =>
      socket.destroy(),
    );
  });
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    // Next redirects an absolute target to itself for ever. Apache and nginx take it: RFC 9112
    // section 3.2.2.
    request.url = request.url?.replace(/^https?:\/\/[^/?]*\/?/i, "/");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const status = refusal(request);
    if (status) return refuse(response, status);
    boundHeaders(request);
    amend(request, response, () => stop?.isStopping() === true);
    const answer = () => {
      for (const listener of listeners) listener.call(server, request, response);
    };
    const held = stop?.held();
    if (held) held.then(answer);
    else answer();
  });
}

/** Returns the status for a request that Next would answer slowly, or with 500 and a stack. */
function refusal({ url = "", method, headers }: IncomingMessage): 400 | 405 | 414 | undefined {
  if (url.length > maxUrlChars || url.split("&", maxParameters + 1).length > maxParameters) return 414;
  if (method === "TRACE") return 405;
  if (!url.startsWith("/")) return 400;
  const tree = headers["next-router-state-tree"];
  if (`${tree}`.split(/\[|%5b/i, maxRouterSegments + 1).length > maxRouterSegments) return 400;
  try {
    parseAndValidateFlightRouterState(tree);
  } catch {
    return 400;
  }
}

/**
 * Next reads these before the gate, and where no gate runs: 15,000 letters took 0.4 s. For a secret
 * of the build in the first header it leaves out the gate, and no page here is made anew by it.
 */
function boundHeaders({ headers }: IncomingMessage): void {
  delete headers["x-prerender-revalidate"];
  if (headers["user-agent"] !== undefined) headers["user-agent"] = boundedAgent(headers["user-agent"]);
  if (headers.cookie !== undefined) headers.cookie = boundedCookies(headers.cookie);
}

function refuse(response: ServerResponse, status: 400 | 405 | 414): void {
  response.writeHead(status, { "content-type": "text/plain", "cache-control": "no-store" }).end("Refused\n");
}

/** Changes some of Next's answers when they begin. */
function amend(request: IncomingMessage, response: ServerResponse, isLast: () => boolean): void {
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse;
  const amended = (status: number, ...rest: unknown[]) => {
    if (isLast()) response.setHeader("connection", "close");
    varyByCookie(response);
    // Next tells each client which page the gate has shown in place of another.
    response.removeHeader("x-middleware-rewrite");
    if (response.getHeader("cache-control") === nextsCaching) response.setHeader("cache-control", ourCaching);
    if (status === 500) return writeHead(fileStatus(request, response), ...rest);
    if (status === 308) return writeHead(boundedRedirect(response), ...rest);
    // Without JavaScript, a form of a former build is answered with bare text. Open its page anew.
    const unknownForm = response.hasHeader("x-nextjs-action-not-found") && !request.headers["next-action"];
    if (!unknownForm || status !== 409 || !/^\/(?!\/)/.test(request.url ?? "")) return writeHead(status, ...rest);
    response.setHeader("location", request.url ?? "");
    return writeHead(303, ...rest);
  };
  response.writeHead = amended as typeof response.writeHead;
}

/** Next replaces the gate's Vary in pages. Caches that override Cache-Control still mind Vary. */
function varyByCookie(response: ServerResponse): void {
  const vary = `${response.getHeader("vary") ?? ""}`;
  const isPrivate = `${response.getHeader("cache-control")}`.startsWith("private");
  if (isPrivate && !/\bcookie\b/i.test(vary)) response.setHeader("vary", vary ? `${vary}, Cookie` : "Cookie");
}

/**
 * Returns the status that Next replaces by 500, because it has no page for it: a file of the build
 * or of public/ asked for by POST, by a range beyond its end, or under a condition that fails.
 */
function fileStatus({ headers }: IncomingMessage, response: ServerResponse): 405 | 412 | 416 | 500 {
  if (response.hasHeader("allow")) return 405;
  if (`${response.getHeader("content-range")}`.startsWith("bytes */")) return 416;
  // A file that cannot be read stays a 500.
  const isConditional = headers["if-match"] !== undefined || headers["if-unmodified-since"] !== undefined;
  return isConditional && response.hasHeader("accept-ranges") ? 412 : 500;
}

/**
 * Next repeats the address twice to take away a slash. Only Internet Explorer needs `Refresh`.
 * Browsers keep a 308 for ever: one from before the sign-in made a loop with the redirect of the
 * web server in front, which adds the slash.
 */
function boundedRedirect(response: ServerResponse): 308 | 414 {
  response.removeHeader("refresh");
  response.setHeader("cache-control", "no-store");
  if (`${response.getHeader("location")}`.length <= maxLocationChars) return 308;
  response.removeHeader("location");
  return 414;
}
