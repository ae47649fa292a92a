/** Traces by OpenTelemetry, if the owner has installed @vercel/otel and named a collector. */
import { consoleLog } from "../log";
import { withoutSecrets } from "./span";

/**
 * Not a dependency: most sites have no collector. A name in a variable keeps the bundler from
 * looking for the package, which would fail the build.
 */
const packageName: string = "@vercel/otel";

interface Otel {
  registerOTel(options: { serviceName: string; instrumentations: []; spanProcessors: unknown[] }): void;
}

/**
 * Registers the package. It takes its address and the rest from the OTEL_ variables. Without the
 * package, it logs a warning and does nothing.
 */
export async function startTraces(): Promise<void> {
  const done = async () => undefined;
  // First in the list: it has cleaned a span before "auto" takes it.
  const cleaner = { onStart: () => undefined, onEnd: withoutSecrets, forceFlush: done, shutdown: done };
  try {
    const { registerOTel } = (await import(/* turbopackIgnore: true */ packageName)) as Otel;
    // Next makes spans of requests and fetches itself. A second set would pass this by.
    registerOTel({ serviceName: "members-area", instrumentations: [], spanProcessors: [cleaner, "auto"] });
  } catch (error) {
    const { code = "" } = error as { code?: unknown };
    const operator = `OTEL_EXPORTER_OTLP_ENDPOINT is set, and ${packageName} cannot be loaded. Run: npm i -E ${packageName}`;
    consoleLog("warn", "start", { setting: "OTEL_EXPORTER_OTLP_ENDPOINT", detail: `${code}`, operator });
  }
}
