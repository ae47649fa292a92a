/** Real Redis for tests: one node with a password, or a cluster of three, on loopback. */
import { execFile, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort, root } from "../fixtures/product";
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
  /** Listens to every command from now on. The function it returns ends that, and tells them. */
  listen(): Promise<() => string>;
  stop(): Promise<void>;
}

/** Starts one node. `lines` go into its configuration. Sites use the user of docs/scaling.md. */
export async function startRedis(lines: string[] = []): Promise<Redis> {
  const folder = await openFolder();
  const port = await freePort();
  const guide = await readFile(join(root, "docs/scaling.md"), "utf8");
  const [user = ""] = /^user members .+$/m.exec(guide) ?? [];
  const own = user.replace("PASSWORD", password);
  const node = await startNode(folder, port, [own, ...lines], () => removeFolder(folder));
  return { ...node, url: `redis://members:${encodeURIComponent(password)}@localhost:${port}` };
}

/** Starts one node with TLS, by the certificate of the tests. */
export async function startTlsRedis(): Promise<Redis> {
  const [cert, key] = ["cert", "key"].map((part) => join(root, `e2e/fixtures/localhost-${part}.pem`));
  const tls = [`tls-cert-file ${cert}`, `tls-key-file ${key}`, `tls-ca-cert-file ${cert}`, "tls-auth-clients no"];
  const redis = await startRedis(tls);
  const port = await freePort();
  await redis.ask("CONFIG", "SET", "tls-port", String(port));
  return { ...redis, url: redis.url.replace("redis:", "rediss:").replace(`:${redis.port}`, `:${port}`) };
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
    listen: async () => {
      const args = ["-p", String(port), "-a", password, "--no-auth-warning", "MONITOR"];
      const child = spawn("redis-cli", args, { stdio: ["ignore", "pipe", "ignore"] });
      let heard = "";
      await new Promise<void>((begun) => {
        child.stdout.on("data", (chunk) => {
          heard += String(chunk);
          begun();
        });
      });
      return () => {
        child.kill();
        return heard;
      };
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
