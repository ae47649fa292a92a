/** Runs scripts in Redis, each within 200 ms. When Redis fails, it says so and keeps quiet. */
import { createHash } from "node:crypto";
import type { Log } from "../../log";
import { type Client, openClient } from "./client";
import type { Script } from "./scripts";

/** Longest wait for Redis, in milliseconds. A page of a member waits no longer. */
const patience = 200;
/** After so many failures in a row Redis is left alone for a moment. */
const maxFailures = 3;
/** How long it is left alone before one call tries it again, in milliseconds. */
const pause = 1000;
/** After so long without an answer the connection is made anew, in milliseconds. */
const silence = 10_000;
/** The log tells of a failing Redis at most this often, in milliseconds. */
const logPause = 60_000;

const operator =
  "Redis at REDIS_URL does not answer. Members go on by the refresh interval and its grace. What is " +
  "ended meanwhile counts on this server, and everywhere once Redis is back";

/** A connection to Redis that never throws. */
export interface Connection {
  /** Runs a script on one key. Undefined if Redis did not answer. */
  run(script: Script, key: string, args: readonly (string | number)[]): Promise<{ reply: unknown } | undefined>;
  state(): "up" | "down";
}

/** Connects to Redis, one node or a cluster, and connects again whenever it must. */
export function connect(urls: readonly string[], log: Log): Connection {
  let client: Promise<Client> | undefined;
  let up = false;
  let failures = 0;
  let closedUntil = 0;
  let heardAt = performance.now();
  let cause = "";
  let unlogged = 0;
  let loggedAt: number | undefined;

  const renew = () => {
    client?.then((old) => old.destroy()).catch(() => undefined);
    client = openClient(urls, (error) => {
      cause = causeOf(error);
    });
    // A failure shows in the calls that wait for it. The next one then opens another.
    client.catch(() => {
      client = undefined;
    });
    return client;
  };

  const failed = (error: unknown) => {
    const now = performance.now();
    const code = causeOf(error);
    // A timeout hides what the connection has told before, for example a wrong password.
    if (code !== "timeout" || cause === "") cause = code;
    up = false;
    failures++;
    unlogged++;
    if (failures >= maxFailures) closedUntil = now + pause;
    if (now - heardAt >= silence) {
      heardAt = now;
      renew();
    }
    if (loggedAt !== undefined && now - loggedAt < logPause) return;
    loggedAt = now;
    log("error", "registry", { outcome: "failed", cause, calls: unlogged, operator });
    unlogged = 0;
  };

  const succeeded = () => {
    heardAt = performance.now();
    failures = 0;
    closedUntil = 0;
    cause = "";
    if (!up && loggedAt !== undefined) log("info", "registry", { outcome: "back", calls: unlogged });
    if (!up) {
      loggedAt = undefined;
      unlogged = 0;
    }
    up = true;
  };

  renew();
  return {
    run: async (script, key, args) => {
      const now = performance.now();
      if (now < closedUntil) return undefined;
      // One call tries Redis again. Others do not wait beside it.
      if (failures >= maxFailures) closedUntil = now + pause;
      try {
        const reply = await within(patience, evaluate(client ?? renew(), script, key, args.map(String)));
        succeeded();
        return { reply };
      } catch (error) {
        failed(error);
        return undefined;
      }
    },
    state: () => (up ? "up" : "down"),
  };
}

const digests = new WeakMap<Script, string>();

async function evaluate(opening: Promise<Client>, script: Script, key: string, args: string[]): Promise<unknown> {
  const client = await opening;
  const digest = digests.get(script) ?? createHash("sha1").update(script.lua).digest("hex");
  digests.set(script, digest);
  const options = { keys: [key], arguments: args };
  try {
    return await client.evalSha(digest, options);
  } catch (error) {
    // A restart of Redis forgets scripts.
    if (causeOf(error) === "NOSCRIPT") return client.eval(script.lua, options);
    throw error;
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("timeout")), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Returns an error's code, as ECONNREFUSED, WRONGPASS or OOM. Messages may have addresses in them. */
function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  const { code, message = "" } = error as { code?: unknown; message?: string };
  if (typeof code === "string" && /^[A-Z_]{2,40}$/.test(code)) return code;
  return /^(?:-?([A-Z]{2,30})\b|timeout$)/.exec(message)?.[1] ?? (message === "timeout" ? message : "unknown");
}
