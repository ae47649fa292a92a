/** Runs scripts in Redis, each within 200 ms. When Redis fails, it says so and keeps quiet. */
import { createHash } from "node:crypto";
import type { Log } from "../../log";
import { type Client, type Opening, openClient } from "./client";
import { isRefusal, outages } from "./outages";
import { pauses } from "./pauses";
import type { Script } from "./scripts";

/** Longest wait for Redis, in milliseconds. A page of a member waits no longer. */
const patience = 200;
/** A refused write counts as a Redis that is down for so long, in milliseconds. */
const refusalMemory = 10_000;
/** Calls on the former connection may end before it is closed, in milliseconds. */
const handover = 1000;

/** A connection to Redis that never throws. */
export interface Connection {
  /** Runs a script on one key. Undefined if Redis did not answer, or did not write. */
  run(script: Script, key: string, args: readonly (string | number)[]): Promise<{ reply: unknown } | undefined>;
  /** Notes that a script could read and not write. `cause` is a code as OOM. */
  refused(cause: string): void;
  state(): "up" | "down";
}

/** Connects to Redis, one node or a cluster, and connects again whenever it must. */
export function connect(urls: readonly string[], log: Log): Connection {
  const nodes = pauses();
  const told = outages(log);
  let client: Client | undefined;
  let current: Opening | undefined;
  let next: Opening | undefined;
  let refusedAt = Number.NEGATIVE_INFINITY;
  /** The connection's last error. A failed call only knows that there was no connection. */
  let trouble = "";

  const open = (): Opening => {
    next?.close();
    const opening = openClient(urls, (error) => {
      trouble = causeOf(error);
    });
    next = opening;
    opening.client.then(
      (opened) => {
        if (next !== opening) return;
        const former = current;
        [client, current, next] = [opened, opening, undefined];
        if (former) setTimeout(() => former.close(), handover).unref();
      },
      (error) => {
        trouble = causeOf(error);
        opening.close();
        if (next === opening) next = undefined;
      },
    );
    return opening;
  };

  const refused = (cause: string) => {
    refusedAt = performance.now();
    told.failed(cause);
  };

  open();
  return {
    run: async (script, key, args) => {
      const node = client?.nodeOf(key) ?? "";
      if (!nodes.mayCall(node)) return undefined;
      try {
        const opening = current ?? next ?? open();
        const reply = await within(patience, evaluate(opening.client, script, key, args.map(String)));
        nodes.succeeded(node);
        if (!nodes.isFailing()) told.succeeded();
        trouble = "";
        return { reply };
      } catch (error) {
        const cause = causeOf(error);
        if (isRefusal(cause)) {
          refused(cause);
          return undefined;
        }
        if (nodes.failed(node) && (current || !next)) open();
        told.failed(cause === "timeout" || cause === "unknown" ? trouble || cause : cause);
        return undefined;
      }
    },
    refused,
    state: () => {
      const isRefusing = performance.now() - refusedAt < refusalMemory;
      return client?.isReady() && !nodes.isFailing() && !isRefusing ? "up" : "down";
    },
  };
}

const digests = new WeakMap<Script, string>();

async function evaluate(opening: Promise<Client>, script: Script, key: string, args: string[]): Promise<unknown> {
  const sentAt = performance.now();
  const client = await opening;
  const digest = digests.get(script) ?? createHash("sha1").update(script.lua).digest("hex");
  digests.set(script, digest);
  const options = { keys: [key], arguments: args };
  try {
    return await client.evalSha(digest, options);
  } catch (error) {
    // A restart of Redis forgets scripts. A late one stays undone: an end that ran seconds after
    // it was given up had ended the next sign-in.
    const isLate = performance.now() - sentAt > patience;
    if (causeOf(error) === "NOSCRIPT" && !isLate) return client.eval(script.lua, options);
    throw error;
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // A busy process finds the timer due before it has read an answer that is there already.
    const late = () => setImmediate(() => reject(new Error("timeout")));
    const timer = setTimeout(late, milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Returns an error's code, as ECONNREFUSED or OOM. Messages may have addresses in them. */
function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string" && /^[A-Z_]{2,40}$/.test(error.code)) return error.code;
  return /^-?([A-Z]{2,30})\b/.exec(error.message)?.[1] ?? (error.message === "timeout" ? "timeout" : "unknown");
}
