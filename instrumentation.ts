/** Hooks that Next calls when a server starts and when a page or route handler throws. */
import type { Instrumentation } from "next";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start } = await import("./lib/settings/start");
    start();
    const { trackResponses } = await import("./lib/media/content-length");
    trackResponses();
    const { site } = await import("./lib/site");
    if (site().settings.metricsToken) {
      const { startMetrics } = await import("./lib/signals/metrics");
      startMetrics(site());
    }
    if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT || process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) {
      const { startTraces } = await import("./lib/signals/traces");
      await startTraces();
    }
    // The development server needs upgrades for its tools, and prints for a person.
    if (process.env.NODE_ENV !== "production") return;
    const { guardServer } = await import("./lib/answers/before-next");
    const { gracefulStop, stopOnSignals } = await import("./lib/answers/graceful-stop");
    const { browserHeaders, transportHeaders } = await import("./lib/http/headers");
    const stop = gracefulStop();
    const headers = { ...browserHeaders, ...transportHeaders(site().settings) };
    guardServer(process.env.PORT, headers, stop); // Next sets it to the port that it listens at.
    // `npm start` and the image set this, so that Next leaves SIGTERM to us.
    if (process.env.NEXT_MANUAL_SIG_HANDLE) stopOnSignals(stop);
    // A wrong password of Redis is in the log before the first member comes.
    const { registryOf } = await import("./lib/registry");
    registryOf(site());
    const { guardOutput } = await import("./lib/http/output");
    guardOutput();
  }
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { logRequestError } = await import("./lib/log");
  logRequestError(error, request.path, context.routePath);
};
