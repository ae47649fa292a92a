/** Sends Content-Length with streamed files. Next strips the header: docs/decisions/0011. */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/** Next may bundle this module once for instrumentation.ts and once for the route. */
const storage = Symbol.for("members-area.response");
const shared = globalThis as { [storage]?: AsyncLocalStorage<ServerResponse> };

/** Lets `setContentLength` find the current response. Call it when the server starts. */
export function trackResponses(): void {
  if (shared[storage]) return;
  const responses = new AsyncLocalStorage<ServerResponse>();
  shared[storage] = responses;
  subscribe("http.server.request.start", (message) => {
    responses.enterWith((message as { response: ServerResponse }).response);
  });
}

/** Sets Content-Length on the current response. Does nothing without a Node HTTP server. */
export function setContentLength(bytes: string): void {
  const response = shared[storage]?.getStore();
  if (response && !response.headersSent) response.setHeader("content-length", bytes);
}
