// Runs before `next start`, with the same options. Prints all faults of the settings, a missing
// build, or a taken port, and ends with status 1.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadEnvConfig } from "@next/env";
import { describeFaults } from "../lib/settings/read";
import { checkStart } from "../lib/settings/start";
import { root } from "./processes";

const options = {
  port: { type: "string", short: "p" },
  hostname: { type: "string", short: "H" },
} as const;

/** Says why a server cannot listen there, or returns undefined. */
async function listenFault(text: string, host: string | undefined): Promise<string | undefined> {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) return `The port ${text} is not a number up to 65535.`;
  const where = `${host ?? "all addresses"}, port ${port}`;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Another program listens at ${where}. Stop it, or choose another port: npm start -- -p ${port + 1}`,
    EACCES: `This user may not listen at ${where}. Choose a port from 1024 on, with a proxy in front.`,
    EADDRNOTAVAIL: `This machine does not have the address ${host}. Choose one that it has: -H localhost`,
    ENOTFOUND: `The name ${host} is not known. Choose one that this machine has: -H localhost`,
  };
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code = "" }: NodeJS.ErrnoException) => resolve(reasons[code]));
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}

async function main(): Promise<void> {
  const { port, hostname } = parseArgs({ options, strict: false, args: process.argv.slice(2) }).values;
  // Before the .env files: Next reads PORT before them.
  const text = String(port ?? process.env.PORT ?? 3000);
  loadEnvConfig(root, false, { info: () => undefined, error: console.error });
  const host = typeof hostname === "string" ? hostname : undefined;
  const listening = `http://${host?.includes(":") ? `[${host}]` : (host ?? "localhost")}:${text}`;
  const env = { ...process.env, NODE_ENV: process.env.NODE_ENV || "production", __NEXT_PRIVATE_ORIGIN: listening };
  const { faults, hint } = checkStart(env, root);
  const problems = faults.length > 0 ? [`${describeFaults(faults)}\n${hint}`] : [];
  if (!existsSync(join(root, ".next", "BUILD_ID"))) problems.push("There is no build. Make one with: npm run build");
  const { PORT = text } = process.env;
  if (port === undefined && PORT !== text) {
    problems.push(`PORT in a .env file has no effect. Set it in the environment, or: npm start -- -p ${PORT}`);
  }
  const taken = await listenFault(text, host);
  if (taken) problems.push(taken);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

void main();
