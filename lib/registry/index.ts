/** The registry of a site: in the process, or in Redis if REDIS_URL is set. */
import type { Site } from "../site";
import { inProcess } from "./in-process";
import { inRedis } from "./redis/in-redis";
import type { Registry } from "./registry";

/**
 * Next loads a module once for pages and once more for route handlers. A visit that a route handler
 * ends must be over in pages, so the registries lie where both find them.
 */
const place = Symbol.for("members-area registries");

type Held = typeof globalThis & { [place]?: Map<string, Registry> };

/** Returns the registry of a site, one per process and origin. For Node only. */
export function registryOf(site: Site): Registry {
  const held: Held = globalThis;
  const registries = held[place] ?? new Map<string, Registry>();
  held[place] = registries;
  const registry = registries.get(site.settings.origin) ?? create(site);
  registries.set(site.settings.origin, registry);
  return registry;
}

function create(site: Site): Registry {
  return site.settings.redisUrls.length > 0 ? inRedis(site) : inProcess(site);
}
