/** States the length of an answer: Next takes Content-Length from route handlers, and players, downloads and HEAD want it. */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

const current = new AsyncLocalStorage<ServerResponse>();

// Node says when a request begins (diagnostics_channel, HTTP); what runs for it then knows its response.
subscribe("http.server.request.start", (message) => {
  current.enterWith((message as { response: ServerResponse }).response);
});

/** Announces a body of so many bytes for the request under way. Where no Node server is underneath, the body comes in chunks, which is as right. */
export function stateLength(bytes: number): void {
  const response = current.getStore();
  if (response && !response.headersSent) response.setHeader("content-length", bytes);
}
