// Installs Debian packages, if this is Debian, we are root, and the person or CI agrees.
import { createInterface } from "node:readline/promises";
import { start } from "./processes";

/** Runs a command. Returns true if it exits with status 0. */
export async function succeeds(command: string[]): Promise<boolean> {
  return (await start(command, process.env).ended) === 0;
}

/**
 * Installs packages and shows apt's output.
 * Returns false without apt, without root, without consent, or if apt fails.
 */
export async function aptInstall(what: string, packages: readonly string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || !(await succeeds(["apt-get", "--version"]))) return false;
  if (!(await mayInstall(what, packages))) return false;
  console.log(`Installing ${what} (apt-get) …`);
  // Debian's packages may start the server that they install. RUNLEVEL=1 asks them not to.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = async (...args: string[]) => (await start(["apt-get", ...args], env, "shown").ended) === 0;
  return (await apt("update")) && (await apt("install", "-y", "--no-install-recommends", ...packages));
}

/** Asks on the terminal. Without a terminal returns true in CI only: being root is not consent. */
async function mayInstall(what: string, packages: readonly string[]): Promise<boolean> {
  if (process.env.CI) return true;
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Install ${what} now (apt-get install ${packages.join(" ")})? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
