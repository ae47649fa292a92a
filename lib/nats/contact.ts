/** Whether NATS is there at all: members must not be sent to a login page that does not answer. */
import { fail } from "../failures";
import { boundedFetch, type FetchResult } from "../http/bounded-fetch";
import type { Site } from "../site";
import { isAway } from "./provider-fault";

/** Heard from NATS this recently: taken as there, no call. In seconds. */
const recentSeconds = 10;
const probeBounds = { seconds: 3, bytes: 262_144 };

const heardAt = new WeakMap<Site, number>();
const probes = new WeakMap<Site, Promise<void>>();

/** Notes what an answer says of NATS: there, or away. Once it is known to be away, the next sign-in asks before it sends anybody there. */
export function noteContact(answer: FetchResult, site: Site): void {
  if (isAway(answer)) heardAt.delete(site);
  else heardAt.set(site, site.now());
}

/**
 * Throws `provider_unreachable` when NATS does not answer, or its front says that it is away (502, 503, 504). Asks only when nothing was
 * heard for ten seconds, once for everybody who waits. Any other answer is an answer: what it is worth is for others to judge.
 */
export async function assertReachable(site: Site): Promise<void> {
  if (site.now() - (heardAt.get(site) ?? Number.NEGATIVE_INFINITY) < recentSeconds) return;
  const running = probes.get(site) ?? probe(site).finally(() => probes.delete(site));
  probes.set(site, running);
  await running;
}

async function probe(site: Site): Promise<void> {
  const { metadataUrl } = site.settings.provider;
  const answer = await boundedFetch(site.fetch, metadataUrl, { headers: { accept: "application/json" } }, probeBounds);
  if (isAway(answer)) throw fail("provider_unreachable", "fault" in answer ? answer.fault : `status ${answer.status}`);
  noteContact(answer, site);
}
