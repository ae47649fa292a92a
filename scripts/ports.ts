// Free ports: a port is free when nothing on this machine answers there, whatever address it listens on.
import { createServer } from "node:net";

/** The first free port from `wanted` on; says so when that is another one. Throws when twenty in a row are taken. */
export async function freePort(wanted: number, what: string, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port < wanted + 20; port++) {
    if (taken.includes(port) || !(await isFree(port))) continue;
    if (port !== wanted) console.log(`Port ${wanted} is in use: ${what} takes ${port}.`);
    return port;
  }
  throw new Error(`Ports ${wanted} to ${wanted + 19} are all in use: end what runs there, and start again.`);
}

/** Systems differ in whether a wildcard and one address may share a port: all are tried. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ["::", "0.0.0.0", "127.0.0.1", "::1"]) if (!(await canListen(port, host))) return false;
  return true;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // Any other error is a machine without that kind of address.
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"),
    );
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}
