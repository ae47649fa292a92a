/** Opens the Redis client. The package is loaded only where REDIS_URL is set. */
import type { RedisClientOptions } from "@redis/client";
import { slotOf } from "./slot";

/** What we use of a client, of one node or of a cluster. */
export interface Client {
  evalSha(digest: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  isReady(): boolean;
  /** Returns a name of the node that holds a key. */
  nodeOf(key: string): string;
}

/** A client that is connecting, or connected. */
export interface Opening {
  client: Promise<Client>;
  close(): void;
}

/** Most commands that wait for an answer. A paused Redis must not fill the memory. */
const maxWaiting = 1000;
/** Longest wait for the nodes of a cluster before those that answer are used, in milliseconds. */
const nodePatience = 1000;

/**
 * Connects to one node, or to a cluster if there are several URLs or the node belongs to one. A
 * single node is tried again until it answers; a cluster fails if none does. `onError` hears of
 * each failure.
 */
export function openClient(urls: readonly string[], onError: (error: unknown) => void): Opening {
  const made: { destroy(): unknown }[] = [];
  let isClosed = false;
  const held = <T extends { destroy(): unknown }>(each: T): T => {
    if (isClosed) throw new Error("closed");
    made.push(each);
    return each;
  };
  const close = () => {
    isClosed = true;
    for (const each of made.splice(0)) each.destroy();
  };
  return { client: urls.length > 1 ? openCluster(urls, held, onError) : openNode(urls, held, onError), close };
}

type Held = <T extends { destroy(): unknown }>(each: T) => T;

async function openNode(urls: readonly string[], held: Held, onError: (error: unknown) => void): Promise<Client> {
  const { createClient } = await import("@redis/client");
  const client = held(createClient(optionsFor(urls[0] ?? ""))).on("error", onError);
  await client.connect();
  const info = await client.info("cluster").catch((error: Error) => {
    // Who may not ask has a node of its own, as far as we can tell.
    if (error.message.startsWith("NOPERM")) return "";
    throw error;
  });
  if (info.includes("cluster_enabled:1")) {
    client.destroy();
    return openCluster(urls, held, onError);
  }
  return {
    evalSha: (digest, options) => client.evalSha(digest, options),
    eval: (script, options) => client.eval(script, options),
    isReady: () => client.isReady,
    nodeOf: () => "",
  };
}

async function openCluster(urls: readonly string[], held: Held, onError: (error: unknown) => void): Promise<Client> {
  const { createCluster } = await import("@redis/client");
  const { url: _, ...defaults } = optionsFor(urls[0] ?? "");
  const { username, password, protocol } = new URL(urls[0] ?? "");
  const made = createCluster({
    rootNodes: urls.map((url) => ({ url })),
    // Otherwise one node that is away delays the connection until it is back.
    minimizeConnections: true,
    // The nodes that a cluster names have no user, password or TLS in their addresses.
    defaults: {
      ...defaults,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(protocol === "rediss:" ? { socket: { ...socket, tls: true } } : {}),
    },
  });
  const cluster = held(made).on("error", onError);
  await cluster.connect();
  // A node that is away must not keep the others from being used.
  const nodes = Promise.allSettled(cluster.masters.map((master) => cluster.nodeClient(master)));
  await Promise.race([nodes, new Promise((done) => setTimeout(done, nodePatience).unref())]);
  return {
    evalSha: (digest, options) => cluster.evalSha(digest, options),
    eval: (script, options) => cluster.eval(script, options),
    isReady: () => cluster.isReady,
    nodeOf: (key) => cluster.slots[slotOf(key)]?.master.address ?? "",
  };
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
