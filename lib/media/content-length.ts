/** States the length of an answer: Next takes Content-Length from route handlers, and players, downloads and HEAD want it. */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/** On the process, not in this module: the start of the server and the file route may have copies of their own. */
const place = Symbol.for("members-area.response");
const holder = globalThis as { [place]?: AsyncLocalStorage<ServerResponse> };

/** Lets every request know its response, from the next one on: Node says when one begins (diagnostics_channel, HTTP). Once per process. */
export function followResponses(): void {
  if (holder[place]) return;
  const current = new AsyncLocalStorage<ServerResponse>();
  holder[place] = current;
  subscribe("http.server.request.start", (message) => {
    current.enterWith((message as { response: ServerResponse }).response);
  });
}

/** Announces a body of so many bytes for the request under way. Where no Node server is underneath, the body comes in chunks, which is as right. */
export function stateLength(bytes: number): void {
  const response = holder[place]?.getStore();
  if (response && !response.headersSent) response.setHeader("content-length", bytes);
}
