/**
 * Measures the ways to serve gated files against plain nginx, in one run on this machine: `npm run bench:media`. Needs nginx, php-cgi and
 * wrk (apt-get install nginx php-cgi wrk) and a build. Only the ratios mean anything elsewhere.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mediaUrlFor } from "../../lib/media/signed-links/links";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { cookieOf } from "../fixtures/test";
import { request } from "../fixtures/visitor";
import { startNats } from "../nats/server";
import { openFolder, removeFolder, startNginx, startPhp } from "../servers/servers";
import { siteWith } from "../tables/support";

const rounds = 3;
const seconds = 4;
const fileBytes = 300_000;
const key = "bench-only-0123456789";

interface Way {
  name: string;
  url: string;
  cookie: boolean;
}

interface Result {
  perSecond: number;
  /** CPU seconds of nginx and Node for each 1,000 files. */
  nginxCpu: number;
  nodeCpu: number;
}

/** User and system time that processes have used, in seconds. */
function cpuOf(pids: readonly number[]): number {
  const ticks = pids
    .filter((pid) => existsSync(`/proc/${pid}`))
    .map((pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return Number(fields[11]) + Number(fields[12]);
    });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

/** The processes that a process has started. */
function childrenOf(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return list.split(/\s+/).filter(Boolean).map(Number);
}

function load(url: string, cookie: string | undefined): number {
  const headers = [
    "-H",
    "Sec-Fetch-Mode: no-cors",
    "-H",
    "Sec-Fetch-Dest: image",
    ...(cookie ? ["-H", `Cookie: ${cookie}`] : []),
  ];
  const text = execFileSync("wrk", ["-t1", "-c16", `-d${seconds}s`, ...headers, url]).toString();
  if (/Non-2xx/.test(text)) throw new Error(`${url} refused:\n${text}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

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
      checkedAt: 0,
      idleEndsAt: 4e9,
      endsAt: 4e9,
    };
    const ways: Way[] = [
      { name: "nginx, no check", url: `${origin}/plain/stills/a.jpg`, cookie: false },
      { name: "signed link, nginx checks", url: await mediaUrlFor("/media/stills/a.jpg", member, site), cookie: false },
      { name: "forward auth, answer kept 5 s", url: `${origin}/archive/a.jpg`, cookie: true },
      { name: "x-accel: we decide, nginx sends", url: `${origin}/media/stills/a.jpg`, cookie: true },
      { name: "stream: we send", url: `http://localhost:${streaming}/media/stills/a.jpg`, cookie: true },
    ];
    for (const way of ways) {
      const answer = await request(way.url, { headers: way.cookie ? { cookie } : {} });
      if (answer.status !== 200 || answer.body.length !== fileBytes) throw new Error(`${way.name}: ${answer.status}`);
    }
    const workers = [nginx.pid, ...childrenOf(nginx.pid)];
    const nodes = [accel.pid, streams.pid].flatMap((pid) => [pid, ...childrenOf(pid)]);
    const results = new Map<string, Result[]>();
    for (let round = 0; round < rounds; round++) {
      for (const way of ways) {
        const before = [cpuOf(workers), cpuOf(nodes)] as const;
        const perSecond = load(way.url, way.cookie ? cookie : undefined);
        const files = (perSecond * seconds) / 1000;
        const result = {
          perSecond,
          nginxCpu: (cpuOf(workers) - before[0]) / files,
          nodeCpu: (cpuOf(nodes) - before[1]) / files,
        };
        results.set(way.name, [...(results.get(way.name) ?? []), result]);
      }
    }
    const plain = median((results.get("nginx, no check") ?? []).map(({ perSecond }) => perSecond));
    console.log(`300 kB file, wrk -t1 -c16, ${rounds} rounds of ${seconds} s in turn, medians`);
    for (const [name, all] of results) {
      const of = (pick: (result: Result) => number) => median(all.map(pick));
      const perSecond = of((result) => result.perSecond);
      console.log(
        `${name.padEnd(34)} ${perSecond.toFixed(0).padStart(7)} files/s  ratio ${(perSecond / plain).toFixed(2)}  CPU s per 1,000 files: nginx ${of((r) => r.nginxCpu).toFixed(2)}, node ${of((r) => r.nodeCpu).toFixed(2)}`,
      );
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
