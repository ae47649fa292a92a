/** Remembers whether NATS responds. Members must not be sent to a login page that is down. */
import { type FetchResult, providerBounds } from "../http/bounded-fetch";
import type { Site } from "../site";
import { measuredCall } from "./call";
import { failureOf, isUnreachable } from "./provider-fault";

/** After a response, NATS counts as reachable for this long. */
const reachableSeconds = 10;

const respondedAt = new WeakMap<Site, number>();
const probes = new WeakMap<Site, Promise<void>>();

/** Calls NATS and notes whether it responded. After an outage, the next sign-in probes first. */
export async function callNats(...call: Parameters<typeof measuredCall>): Promise<FetchResult> {
  const [site] = call;
  const answer = await measuredCall(...call);
  if (isUnreachable(answer)) respondedAt.delete(site);
  else respondedAt.set(site, site.now());
  return answer;
}

/**
 * Throws `provider_unreachable` if NATS is down. Responses of any status but 502, 503 and 504 pass.
 * Probes only if NATS has not responded recently. Concurrent callers share one probe.
 */
export async function assertReachable(site: Site): Promise<void> {
  if (site.now() - (respondedAt.get(site) ?? Number.NEGATIVE_INFINITY) < reachableSeconds) return;
  const running = probes.get(site) ?? probe(site).finally(() => probes.delete(site));
  probes.set(site, running);
  await running;
}

async function probe(site: Site): Promise<void> {
  const init = { headers: { accept: "application/json" } };
  const answer = await callNats(site, "probe", site.settings.provider.metadataUrl, init, {
    ...providerBounds,
    seconds: 3,
  });
  if (isUnreachable(answer)) throw failureOf(answer);
}
