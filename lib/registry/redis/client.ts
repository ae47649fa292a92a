/** Opens the Redis client. The package is loaded only where REDIS_URL is set. */
import type { RedisClientOptions } from "@redis/client";

/** What we use of a client, of one node or of a cluster. */
export interface Client {
  evalSha(digest: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  destroy(): unknown;
}

/** Most commands that wait for an answer. A paused Redis must not fill the memory. */
const maxWaiting = 1000;

/**
 * Connects to one node, or to a cluster if there are several URLs or the node belongs to one.
 * Resolves when it is connected; a single node is tried again until then. `onError` hears of each
 * failure.
 */
export async function openClient(urls: readonly string[], onError: (error: unknown) => void): Promise<Client> {
  const [first = ""] = urls;
  if (urls.length > 1) return openCluster(urls, onError);
  const { createClient } = await import("@redis/client");
  const client = createClient(optionsFor(first)).on("error", onError);
  await client.connect();
  // Who may not ask has a node of its own, as far as we can tell.
  const info = await client.info("cluster").catch(() => "");
  if (!info.includes("cluster_enabled:1")) return client;
  client.destroy();
  return openCluster(urls, onError);
}

async function openCluster(urls: readonly string[], onError: (error: unknown) => void): Promise<Client> {
  const { createCluster } = await import("@redis/client");
  const { url: _, ...defaults } = optionsFor(urls[0] ?? "");
  const { username, password, protocol } = new URL(urls[0] ?? "");
  const cluster = createCluster({
    rootNodes: urls.map((url) => ({ url })),
    // The nodes that a cluster names have no user, password or TLS in their addresses.
    defaults: {
      ...defaults,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(protocol === "rediss:" ? { socket: { ...socket, tls: true } } : {}),
    },
  }).on("error", onError);
  await cluster.connect();
  return cluster;
}

const socket = {
  connectTimeout: 2000,
  // Milliseconds until the next try: 100, 200, 400 … 3000.
  reconnectStrategy: (retries: number) => Math.min(100 * 2 ** Math.min(retries, 5), 3000),
} as const;

function optionsFor(url: string): RedisClientOptions {
  return {
    url,
    socket,
    // Without a connection a call fails at once: it must not wait in a queue.
    disableOfflineQueue: true,
    commandsQueueMaxLength: maxWaiting,
    disableClientInfo: true,
  };
}
