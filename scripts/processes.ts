// Child processes: run one to its end, keep a server running, and leave none behind.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** The project's top folder. */
export const root = join(__dirname, "..");

/** A running child: what it wrote so far, and its exit status once it ends (1 when a signal ended it). */
export interface Child {
  output(): string;
  readonly ended: Promise<number>;
}

/** Where a child's words go: kept, kept and to a function as they come, or straight to this terminal and not kept. */
type Show = "kept" | "shown" | ((text: string) => void);

const running = new Set<ChildProcess>();
const kept = 200_000;
// A process group of its own: a Ctrl-C reaches a child once, through us, and its own children with it.
const grouped = process.platform !== "win32";

/** The command line of a package's tool by its file below node_modules, started with this very Node. */
export function tool(file: string, ...args: string[]): string[] {
  return [process.execPath, join(root, "node_modules", file), ...args];
}

/** Starts a command in the project's folder, without standard input. Never throws: what cannot start ends with status 1. */
export function start(command: string[], env: NodeJS.ProcessEnv, show: Show = "kept"): Child {
  const [file = "", ...args] = command;
  const out = show === "shown" ? "inherit" : "pipe";
  const child = spawn(file, args, { cwd: root, env, detached: grouped, stdio: ["ignore", out, out] });
  let output = "";
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-kept);
      if (typeof show === "function") show(text);
    });
  }
  const ended = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      output += error.message;
      running.delete(child);
      resolve(1);
    });
    child.once("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
  return { output: () => output, ended };
}

/** Ends every child: asks first, as Ctrl-C does; after 5 seconds it no longer asks. Resolves when all are gone. */
export async function stopAll(): Promise<void> {
  const children = [...running];
  await Promise.all(
    children.map(async (child) => {
      const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
      const force = setTimeout(() => signal(child, "SIGKILL"), 5000);
      signal(child, "SIGINT");
      await gone;
      clearTimeout(force);
    }),
  );
}

/**
 * Calls `stop` once: at Ctrl-C, at SIGTERM, when the terminal closes, and when the process that started this one has gone (npm passes
 * a SIGTERM to its shell only, which dies of it and tells nobody).
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
    // It ended by itself meanwhile.
  }
}
