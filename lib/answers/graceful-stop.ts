/** Ends servers without cutting a request or a download short. Node only. */
import type { Server } from "node:http";
import { Server as NetServer } from "node:net";
import { consoleLog } from "../log";

/** Longest wait for requests in flight, in seconds. The samples kill the process after 40. */
const patienceSeconds = 30;

/**
 * For so long an idle connection may bring one more request, in milliseconds. A proxy may write a
 * form into a connection at the very moment we close it, and may not send it a second time.
 */
const idleMilliseconds = 2000;

/** A turn of the event loop counts as quiet if it takes less, in milliseconds. */
const quietMilliseconds = 0.5;

/** Ends the servers that it was given, once. */
export interface GracefulStop {
  /** Adds a server whose requests are waited for. */
  add(server: Server): void;
  /** True if each answer should close its connection. */
  isStopping(): boolean;
  /**
   * Takes no more connections, and resolves when all that is in flight was answered. Cuts the rest
   * after `seconds`, and returns how many connections that were.
   */
  stop(seconds?: number): Promise<number>;
}

/** Returns a stop that knows no server yet. */
export function gracefulStop(): GracefulStop {
  const servers = new Set<Server>();
  let stopping: Promise<number> | undefined;
  return {
    add: (server) => servers.add(server),
    isStopping: () => stopping !== undefined,
    stop: (seconds = patienceSeconds) => {
      stopping ??= Promise.all(Array.from(servers, (server) => close(server, seconds))).then((cuts) =>
        cuts.reduce((sum, cut) => sum + cut, 0),
      );
      return stopping;
    },
  };
}

/** Ends the process with 0 on the first SIGTERM or SIGINT, after what is in flight. */
export function stopOnSignals({ stop }: GracefulStop): void {
  const exit = async () => {
    consoleLog("info", "stop", { cut: await stop() });
    process.exit(0);
  };
  process.once("SIGTERM", exit);
  process.once("SIGINT", exit);
}

/**
 * Resolves in a turn of the event loop that had next to nothing to do. A connection that the kernel
 * has accepted and Node has not is reset when the listener closes: of 100 members, 59 met a 502. In
 * a busy moment there are many of those, and in a quiet one there are none.
 */
function quietTurn(): Promise<void> {
  const deadline = performance.now() + idleMilliseconds;
  return new Promise((done) => {
    const turn = (began: number) =>
      setImmediate(() => {
        const now = performance.now();
        if (now - began < quietMilliseconds || now > deadline) done();
        else turn(now);
      });
    turn(performance.now());
  });
}

async function close(server: Server, seconds: number): Promise<number> {
  await quietTurn();
  return new Promise((done) => {
    let cut = 0;
    let sweep: NodeJS.Timeout | undefined;
    const idle = setTimeout(() => {
      sweep = setInterval(() => server.closeIdleConnections(), 200);
    }, idleMilliseconds);
    const deadline = setTimeout(() => {
      server.getConnections((_, count) => {
        cut = count;
        server.closeAllConnections();
      });
    }, seconds * 1000);
    // The close() of http would end idle connections at once.
    NetServer.prototype.close.call(server, () => {
      for (const timer of [idle, sweep, deadline]) clearTimeout(timer);
      done(cut);
    });
  });
}
