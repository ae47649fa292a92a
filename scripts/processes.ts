// Starts child processes, and stops all of them at the end.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** The project's top folder. */
export const root = join(__dirname, "..");

/** A running child. */
export interface Child {
  /** Returns what it has written, its last 200,000 characters. */
  output(): string;
  /** Its exit status. 1 if a signal ended it, or if it could not start. */
  readonly ended: Promise<number>;
}

/** Where output goes: kept, kept and passed to a function, or only shown on this terminal. */
type Show = "kept" | "shown" | ((text: string) => void);

const running = new Set<ChildProcess>();
const keptCharacters = 200_000;
// Each child gets a process group, so that one signal reaches it together with its children.
const grouped = process.platform !== "win32";

/** Returns the command that runs a file below node_modules with this process's Node. */
export function tool(file: string, ...args: string[]): string[] {
  return [process.execPath, join(root, "node_modules", file), ...args];
}

/**
 * Starts a command, without standard input. `cwd` is its folder: by default the project's.
 * When it has ended, what it left running is ended, too.
 * Never throws: a command that cannot start ends with status 1.
 */
export function start(command: string[], env: NodeJS.ProcessEnv, show: Show = "kept", cwd = root): Child {
  const [file = "", ...args] = command;
  const out = show === "shown" ? "inherit" : "pipe";
  const child = spawn(file, args, { cwd, env, detached: grouped, stdio: ["ignore", out, out] });
  let output = "";
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-keptCharacters);
      if (typeof show === "function") show(text);
    });
  }
  const ended = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      output += error.message;
      running.delete(child);
      resolve(1);
    });
    // A test that ran out of time leaves its servers running. They can hold the output open.
    child.once("exit", () => signal(child, "SIGKILL"));
    child.once("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
  return { output: () => output, ended };
}

/** Sends every child SIGINT, and SIGKILL after 15 seconds. Resolves when all have ended. */
export async function stopAll(): Promise<void> {
  const children = [...running];
  await Promise.all(
    children.map(async (child) => {
      const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
      const force = setTimeout(() => signal(child, "SIGKILL"), 15_000);
      signal(child, "SIGINT");
      await gone;
      clearTimeout(force);
    }),
  );
}

/**
 * Calls `stop` once: at Ctrl-C, at SIGTERM, if the terminal closes, and if the parent process ends.
 * The last one is for npm: it sends SIGTERM to its shell, which ends without telling its children.
 */
export function whenStopped(stop: () => Promise<void>): void {
  let stopping = false;
  const once = () => {
    if (stopping) return;
    stopping = true;
    void stop();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, once);
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && once(), 500).unref();
}

function signal(child: ChildProcess, name: "SIGINT" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    process.kill(grouped ? -child.pid : child.pid, name);
  } catch {
    // The child has ended in the meantime.
  }
}
