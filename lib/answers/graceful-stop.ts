/** Ends servers without cutting a request or a download short. Node only. */
import type { Server } from "node:http";
import { Server as NetServer } from "node:net";
import { consoleLog } from "../log";

/** Longest wait for requests in flight, in seconds. The samples kill the process after 40. */
const patienceSeconds = 30;

/** A turn of the event loop counts as quiet if it takes less, in milliseconds. */
const quietMilliseconds = 0.5;
/** Longest wait for a quiet turn, in milliseconds. */
const maxBusyMilliseconds = 2000;

/** Ends the servers that it was given, once. */
export interface GracefulStop {
  /** Adds a server whose requests are waited for. */
  add(server: Server): void;
  /** True if each answer should close its connection. */
  isStopping(): boolean;
  /** Requests that come while the listener is about to close wait for this. */
  held(): Promise<void> | undefined;
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
  let held: Promise<void> | undefined;
  let isClosed = false;
  const stopAll = async (seconds: number) => {
    held = quietTurn(servers);
    await held;
    held = undefined;
    isClosed = true;
    const cuts = await Promise.all(Array.from(servers, (server) => close(server, seconds)));
    return cuts.reduce((sum, cut) => sum + cut, 0);
  };
  return {
    add: (server) => servers.add(server),
    // Not before the listener is closed: each closed connection makes the proxy open a new one.
    isStopping: () => isClosed,
    held: () => held,
    stop: (seconds = patienceSeconds) => {
      stopping ??= stopAll(seconds);
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
 * Resolves in a turn of the event loop that brought no connection and had next to nothing to do.
 * The kernel accepts connections before Node does, and resets those that Node has not taken when
 * the listener closes: of 100 members, 59 met a 502. Node takes one in a turn. New requests are
 * held meanwhile, so that such a turn comes soon.
 */
function quietTurn(servers: Iterable<Server>): Promise<void> {
  const deadline = performance.now() + maxBusyMilliseconds;
  let taken = true; // The turn that brought the signal does not count.
  const note = () => {
    taken = true;
  };
  for (const server of servers) server.on("connection", note);
  return new Promise((done) => {
    const turn = (began: number) =>
      setImmediate(() => {
        const now = performance.now();
        if ((!taken && now - began < quietMilliseconds) || now > deadline) return done();
        taken = false;
        turn(now);
      });
    turn(performance.now());
  });
}

function close(server: Server, seconds: number): Promise<number> {
  return new Promise((done) => {
    let cut = 0;
    const deadline = setTimeout(() => {
      server.getConnections((_, count) => {
        cut = count;
        server.closeAllConnections();
      });
    }, seconds * 1000);
    // The close() of http would end idle connections at once. A proxy may be writing a form into
    // one, and may not send it a second time. An idle one ends by keepAliveTimeout, in 5 seconds.
    NetServer.prototype.close.call(server, () => {
      clearTimeout(deadline);
      done(cut);
    });
  });
}
