/** Runs once when a server starts, before the first request; and for every error a page or route handler lets through. */
import type { Instrumentation } from "next";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("./lib/settings/start");
    start();
    const { followResponses } = await import("./lib/media/content-length");
    followResponses();
  }
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { logRequestError } = await import("./lib/log");
  logRequestError(error, request.path, context.routePath);
};
