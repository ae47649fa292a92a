// Debian's packages, where this is Debian and we are root.
import { start } from "./processes";

/** True when a command ends well. */
export async function succeeds(command: string[]): Promise<boolean> {
  return (await start(command, process.env).ended) === 0;
}

/** Installs packages and shows apt's output; false when that is not ours to do, or failed. */
export async function aptInstall(what: string, packages: readonly string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || !(await succeeds(["apt-get", "--version"]))) return false;
  console.log(`Installing ${what} (apt-get) …`);
  // policy-rc.d is not ours to write: a server package may start its service, which then keeps to its own ports.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = async (...args: string[]) => (await start(["apt-get", ...args], env, "shown").ended) === 0;
  return (await apt("update")) && (await apt("install", "-y", "--no-install-recommends", ...packages));
}
