/**
 * Compares the methods of serving gated files with plain nginx: `npm run bench:media`.
 * Needs a build and `apt-get install nginx php-cgi wrk`.
 * The absolute numbers depend on the machine; compare only the ratios.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mediaUrlFor } from "../../lib/media/signed-links/links";
import { cpuMilliseconds } from "../fixtures/process-use";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { cookieOf } from "../fixtures/test";
import { request } from "../fixtures/visitor";
import { startNats } from "../nats/server";
import { openFolder, removeFolder, startNginx, startPhp } from "../servers/servers";
import { siteWith } from "../tables/support";
import { median } from "./load";

const roundCount = 3;
const loadSeconds = 4;
const fileBytes = 300_000;
const key = "bench-only-0123456789";

/** A method of serving a file, and the URL to measure it with. */
interface Method {
  name: string;
  url: string;
  /** Whether the request needs a member's session cookie. */
  cookie: boolean;
}

interface Result {
  filesPerSecond: number;
  /** CPU seconds of nginx for 1,000 files. */
  nginxCpu: number;
  /** CPU seconds of Node for 1,000 files. */
  nodeCpu: number;
}

/** Returns the CPU time that those of these processes have used which still run, in seconds. */
function cpuOf(pids: readonly number[]): number {
  const running = pids.filter((pid) => existsSync(`/proc/${pid}`));
  return running.reduce((sum, pid) => sum + cpuMilliseconds(pid), 0) / 1000;
}

/** Returns the ids of a process's child processes. */
function childrenOf(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return list.split(/\s+/).filter(Boolean).map(Number);
}

/** Loads a URL with wrk. Returns files per second. Throws if a response is not a success. */
function load(url: string, cookie: string | undefined): number {
  const headers = [
    "-H",
    "Sec-Fetch-Mode: no-cors",
    "-H",
    "Sec-Fetch-Dest: image",
    ...(cookie ? ["-H", `Cookie: ${cookie}`] : []),
  ];
  const text = execFileSync("wrk", ["-t1", "-c16", `-d${loadSeconds}s`, ...headers, url]).toString();
  if (/Non-2xx/.test(text)) throw new Error(`${url} responded with an error:\n${text}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
}

async function main(): Promise<void> {
  const folder = await openFolder();
  for (const name of ["media/stills", "archive"]) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ["media/stills/a.jpg", "archive/a.jpg"])
    writeFileSync(join(folder, name), Buffer.alloc(fileBytes, 7));
  const nats = await startNats();
  const [front, inner, php, streaming] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const settings = {
    ...standardSettings(`http://localhost:${front}`, nats.metadataUrl),
    MEDIA_DIR: join(folder, "media"),
  };
  const accel = await startProduct({ port: inner, settings: { ...settings, MEDIA_SEND: "x-accel" } });
  const streams = await startProduct({ port: streaming, settings });
  const phpServer = await startPhp(php, folder);
  const signed = readFileSync(join(__dirname, "../../docs/servers/nginx-signed.conf"), "utf8")
    .replaceAll("MEDIA_SIGN_KEY", key)
    .replaceAll("/srv/members", folder)
    .split("# ---- In the server block ----");
  const location = signed[1]?.split("# For mediaCookies")[0] ?? "";
  const nginx = await startNginx({
    port: front,
    product: inner,
    php,
    folder,
    http: `map $media_key_id $media_secret { default "${key}"; }`,
    extra: `location /plain/ { alias ${folder}/media/; }\n${location}`,
  });
  try {
    const origin = `http://localhost:${front}`;
    const cookie = await cookieOf({ nats, product: { origin } });
    const site = siteWith({
      env: { ...settings, MEDIA_SIGN: "nginx", MEDIA_SIGN_BASE_URL: `${origin}/media`, MEDIA_SIGN_KEY: key },
      now: () => Math.floor(Date.now() / 1000),
    });
    const member = {
      sub: "1",
      iss: nats.origin,
      name: "fiona",
      claims: { username: "fiona", trial: "0", status: "1" },
      signedInAt: 0,
      checkedAt: 4_000_000_000,
      idleEndsAt: 4e9,
      endsAt: 4e9,
    };
    const methods: Method[] = [
      { name: "plain nginx, no check", url: `${origin}/plain/stills/a.jpg`, cookie: false },
      { name: "signed link, nginx checks", url: await mediaUrlFor("/media/stills/a.jpg", member, site), cookie: false },
      { name: "forward auth, answer cached 5 s", url: `${origin}/archive/a.jpg`, cookie: true },
      { name: "x-accel: Next decides, nginx sends", url: `${origin}/media/stills/a.jpg`, cookie: true },
      { name: "stream: Next sends", url: `http://localhost:${streaming}/media/stills/a.jpg`, cookie: true },
    ];
    for (const { name, url, cookie: needsCookie } of methods) {
      const { status, body } = await request(url, { headers: needsCookie ? { cookie } : {} });
      if (status !== 200 || body.length !== fileBytes)
        throw new Error(`${name}: status ${status}, ${body.length} characters`);
    }
    const workers = [nginx.pid, ...childrenOf(nginx.pid)];
    const nodes = [accel.pid, streams.pid].flatMap((pid) => [pid, ...childrenOf(pid)]);
    const results = new Map<string, Result[]>();
    // The methods take turns, so that a change of the machine's speed affects all of them.
    for (let round = 0; round < roundCount; round++) {
      for (const { name, url, cookie: needsCookie } of methods) {
        const before = [cpuOf(workers), cpuOf(nodes)] as const;
        const filesPerSecond = load(url, needsCookie ? cookie : undefined);
        const thousands = (filesPerSecond * loadSeconds) / 1000;
        const result = {
          filesPerSecond,
          nginxCpu: (cpuOf(workers) - before[0]) / thousands,
          nodeCpu: (cpuOf(nodes) - before[1]) / thousands,
        };
        results.set(name, [...(results.get(name) ?? []), result]);
      }
    }
    const medianOf = (name: string, pick: (result: Result) => number) => median((results.get(name) ?? []).map(pick));
    const plain = medianOf("plain nginx, no check", (result) => result.filesPerSecond);
    console.log(`300 kB file, wrk -t1 -c16, medians of ${roundCount} rounds of ${loadSeconds} s`);
    for (const name of results.keys()) {
      const filesPerSecond = medianOf(name, (result) => result.filesPerSecond);
      const nginxCpu = medianOf(name, (result) => result.nginxCpu).toFixed(2);
      const nodeCpu = medianOf(name, (result) => result.nodeCpu).toFixed(2);
      const speed = `${filesPerSecond.toFixed(0).padStart(7)} files/s  ratio ${(filesPerSecond / plain).toFixed(2)}`;
      console.log(`${name.padEnd(36)} ${speed}  CPU s for 1,000 files: nginx ${nginxCpu}, Node ${nodeCpu}`);
    }
  } finally {
    await nginx.stop();
    await phpServer.stop();
    await accel.stop();
    await streams.stop();
    await nats.close();
    await removeFolder(folder);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
