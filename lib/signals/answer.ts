/** Answers `/api/metrics`, for Prometheus. */
import type { NextRequest } from "next/server";
import { privateJson } from "../answers/json";
import { noIndex, noStore } from "../http/headers";
import { isSameSecret } from "../http/same-secret";
import { listener } from "../measure";
import type { Site } from "../site";

/**
 * Answers in the text format of Prometheus, version 0.0.4. Without METRICS_TOKEN there is no such
 * address: 404. Without the token in `Authorization: Bearer` (RFC 6750 section 2.1): 401.
 */
export async function answerMetrics(request: NextRequest, { settings }: Site): Promise<Response> {
  const known = listener();
  if (!settings.metricsToken || !known) return privateJson(404, { error: "not_found" });
  const sent = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (sent === undefined || !isSameSecret(sent, settings.metricsToken)) {
    return privateJson(401, { error: "token" }, { "www-authenticate": "Bearer" });
  }
  const headers = { ...noStore, ...noIndex, "content-type": "text/plain; version=0.0.4; charset=utf-8" };
  return new Response(await known.text(), { headers });
}
