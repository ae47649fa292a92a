// Finds free ports. A port is free if no process listens on it at any address of this machine.
import { createServer } from "node:net";

/**
 * Returns the first free port from `wanted` on, and prints it if it is another one.
 * Skips the ports in `taken`. Throws if twenty in a row are in use.
 */
export async function freePort(wanted: number, what: string, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port < wanted + 20; port++) {
    if (taken.includes(port) || !(await isFree(port))) continue;
    if (port !== wanted) console.log(`Port ${wanted} is in use: ${what} uses ${port}.`);
    return port;
  }
  throw new Error(`Ports ${wanted} to ${wanted + 19} are all in use. Stop a program that uses one, then try again.`);
}

/** Tries every address: on some systems a wildcard and a single address can share a port. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ["::", "0.0.0.0", "127.0.0.1", "::1"]) if (!(await canListen(port, host))) return false;
  return true;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // Other errors mean that this machine lacks the address, for example IPv6.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"),
    );
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}
