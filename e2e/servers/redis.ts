/** Real Redis for tests: one node with a password, or a cluster of three, on loopback. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../fixtures/product";
import { openFolder, type RunningServer, removeFolder, run } from "./servers";

const password = "redis-tests:only%1";

/** A Redis that a test can stop, start again and ask. */
export interface Redis {
  readonly url: string;
  readonly port: number;
  /** Ends it as a crash does, and starts it again at the same port. It has then lost its data. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops and continues its process: it keeps its connections and answers nothing. */
  pause(): void;
  resume(): void;
  /** Runs a command by redis-cli. Returns the lines of its answer. */
  ask(...command: string[]): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts one node. `lines` go into its configuration. */
export async function startRedis(lines: string[] = []): Promise<Redis> {
  const folder = await openFolder();
  const port = await freePort();
  return startNode(folder, port, lines, () => removeFolder(folder));
}

async function startNode(folder: string, port: number, lines: string[], remove: () => Promise<void>): Promise<Redis> {
  const file = join(folder, `redis${port}.conf`);
  const own = ["bind 127.0.0.1", `port ${port}`, `dir ${folder}`, 'save ""', `requirepass ${password}`];
  await writeFile(file, [...own, `masterauth ${password}`, ...lines, ""].join("\n"));
  let server: RunningServer | undefined;
  const start = async () => {
    server = await run("redis-server", [file], folder, port);
  };
  const signal = (name: NodeJS.Signals) => server && process.kill(server.pid, name);
  await start();
  return {
    url: `redis://:${encodeURIComponent(password)}@localhost:${port}`,
    port,
    start,
    kill: async () => {
      signal("SIGKILL");
      await server?.stop();
    },
    pause: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
    ask: async (...command) => {
      const args = ["-p", String(port), "-a", password, "--no-auth-warning", ...command];
      const { stdout } = await promisify(execFile)("redis-cli", args, { maxBuffer: 100_000_000 });
      return stdout.split("\n").filter(Boolean);
    },
    stop: async () => {
      signal("SIGCONT");
      await server?.stop();
      await remove();
    },
  };
}

/** Starts three masters that share the slots. */
export async function startCluster(): Promise<Redis[]> {
  const folder = await openFolder();
  const nodes: Redis[] = [];
  for (let index = 0; index < 3; index++) {
    const port = await freePort();
    const home = join(folder, `${port}`);
    await mkdir(home);
    const lines = ["cluster-enabled yes", `cluster-config-file nodes${port}.conf`, "cluster-node-timeout 2000"];
    // Without replicas a lost node takes its slots with it. The others answer for theirs.
    nodes.push(await startNode(home, port, [...lines, "cluster-require-full-coverage no"], async () => undefined));
  }
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  const args = ["-a", password, "--no-auth-warning", "--cluster", "create", ...addresses, "--cluster-yes"];
  await promisify(execFile)("redis-cli", args);
  // Each node finds out by itself that all slots have an owner, and refuses keys until then.
  const isReady = async () => {
    const states = await Promise.all(nodes.map((node) => node.ask("CLUSTER", "INFO")));
    return states.every((lines) => lines.some((line) => line.startsWith("cluster_state:ok")));
  };
  while (!(await isReady())) await new Promise((done) => setTimeout(done, 50));
  const [first, ...others] = nodes as [Redis, Redis, Redis];
  const stop = async () => {
    await first.stop();
    await removeFolder(folder);
  };
  return [{ ...first, stop }, ...others];
}
