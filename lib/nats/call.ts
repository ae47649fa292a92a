/** Makes one call to NATS, counted and traced. Nothing of a member is in a count or a span. */
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { boundedFetch, type FetchResult, providerBounds } from "../http/bounded-fetch";
import type { Site } from "../site";

/** What NATS is called for. `probe`: whether it responds, before members are sent there. */
export const natsCalls = ["metadata", "keys", "token", "userinfo", "probe"] as const;

export type NatsCall = (typeof natsCalls)[number];

/** How a call can end. `rejected`: status 4xx. `failed`: another status. The rest are faults. */
export const callOutcomes = ["answered", "rejected", "failed", "timeout", "too_large", "redirect", "network"] as const;

/**
 * Calls NATS within bounds. Never throws. Counts the call, and puts it into a span of
 * OpenTelemetry, whose API does nothing until a provider is registered.
 */
export function measuredCall(
  site: Site,
  call: NatsCall,
  url: string,
  init: RequestInit,
  bounds = providerBounds,
): Promise<FetchResult> {
  const began = performance.now();
  const options = { kind: SpanKind.CLIENT, attributes: { "server.address": hostOf(url) } };
  site.count("nats_call_in_flight", { call }, 1);
  return trace.getTracer("members-area").startActiveSpan(`NATS ${call}`, options, async (span) => {
    const answer = await boundedFetch(site.fetch, url, init, bounds);
    const outcome = outcomeOf(answer);
    site.count("nats_call_in_flight", { call }, -1);
    site.count("nats_call", { call, outcome }, (performance.now() - began) / 1000);
    span.setAttribute("nats.outcome", outcome);
    if ("status" in answer) span.setAttribute("http.response.status_code", answer.status);
    if (outcome !== "answered") span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return answer;
  });
}

function outcomeOf(answer: FetchResult): (typeof callOutcomes)[number] {
  if ("fault" in answer) return answer.fault;
  if (answer.status >= 200 && answer.status < 300) return "answered";
  return answer.status >= 400 && answer.status < 500 ? "rejected" : "failed";
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
