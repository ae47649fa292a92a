/** A site's NATS: its metadata and its keys, each cached once per process. */
import type { JSONWebKeySet } from "jose";
import type { Site } from "../site";
import { keysOf } from "./keys";
import type { LastGood } from "./last-good";
import { type Metadata, metadataOf } from "./metadata";

/** Where to ask NATS for what. */
export interface Provider {
  metadata: LastGood<Metadata>;
  keys: LastGood<JSONWebKeySet>;
}

const providers = new WeakMap<Site, Provider>();

/** The provider of a site. */
export function providerOf(site: Site): Provider {
  const known = providers.get(site);
  if (known) return known;
  const metadata = metadataOf(site);
  const provider = { metadata, keys: keysOf(site, metadata) };
  providers.set(site, provider);
  return provider;
}
