/** Holds the metadata and keys of a site's NATS, cached once per process. */
import type { JSONWebKeySet } from "jose";
import type { Site } from "../site";
import { keysOf } from "./keys";
import type { LastGood } from "./last-good";
import { type Metadata, metadataOf } from "./metadata";

interface Provider {
  metadata: LastGood<Metadata>;
  keys: LastGood<JSONWebKeySet>;
}

const providers = new WeakMap<Site, Provider>();

/** Returns the caches of a site. Creates them at the first call; nothing is loaded yet. */
export function providerOf(site: Site): Provider {
  let provider = providers.get(site);
  if (!provider) {
    const metadata = metadataOf(site);
    provider = { metadata, keys: keysOf(site, metadata) };
    providers.set(site, provider);
  }
  return provider;
}
