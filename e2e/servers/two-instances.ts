/** Two instances behind the nginx of docs/servers/nginx-compose.conf, and members who use them. */
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { Agent, request as httpsRequest } from "node:https";
import { join } from "node:path";
import { addresses } from "../../lib/addresses";
import { sessionCookieName } from "../../lib/session/cookies";
import type { SessionPayload } from "../../lib/session/payload";
import { randomText } from "../../lib/session/seal";
import { freePort, root, standardSettings, startProduct, type TestSettings } from "../fixtures/product";
import { sealedFor, sessionOf } from "../fixtures/test";
import { request } from "../fixtures/visitor";
import { type Nats, startNats } from "../nats/server";
import { openFolder, type RunningServer, removeFolder, run } from "./servers";

const film = { path: "/media/film.mp4", bytes: 2_000_000 };
const ca = readFileSync(join(root, "e2e/fixtures/localhost-cert.pem"));

/** What members met. */
export interface Outcome {
  requests: number;
  /** What was not as it should be, in words. */
  failures: string[];
  /** What nginx said of it. */
  log: string;
}

/** A site of two instances behind nginx. */
export interface TwoInstances {
  origin: string;
  nats: Nats;
  /** The addresses of the instances themselves. */
  inner: readonly [string, string];
  /** Stops an instance as systemd does, starts it anew and waits until it is ready. */
  restart(index: 0 | 1): Promise<void>;
  /** The log lines of both, of one event. */
  logged(event: string): Record<string, unknown>[];
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** Lets members use the site until `work` is done. */
export async function whileMembersUse(
  site: TwoInstances,
  members: number,
  work: () => Promise<unknown>,
): Promise<Outcome> {
  const outcome: Outcome = { requests: 0, failures: [], log: "" };
  const use = { isOver: false };
  const using = Promise.all(Array.from({ length: members }, () => useSite(site, use, outcome)));
  try {
    await work();
  } finally {
    use.isOver = true;
    await using;
  }
  return { ...outcome, log: await site.log() };
}

/** Restarts one instance after the other for `seconds` while members use the site. */
export async function rollingRestart(seconds: number, members: number): Promise<Outcome & { restarts: number }> {
  // Members here keep the cookie they began with. After five minutes each page led to a recheck.
  const site = await startTwoInstances({ OIDC_USER_INFO_REFRESH_INTERVAL: "7200" });
  let restarts = 0;
  try {
    const end = Date.now() + seconds * 1000;
    const outcome = await whileMembersUse(site, members, async () => {
      do await site.restart(restarts++ % 2 === 0 ? 0 : 1);
      while (Date.now() < end || restarts < 2);
    });
    return { ...outcome, restarts };
  } finally {
    await site.stop();
  }
}

/** Starts both instances, with further settings, and the nginx of compose.yaml. */
export async function startTwoInstances(further: TestSettings = {}): Promise<TwoInstances> {
  const folder = await openFolder();
  const nats = await startNats({});
  const [front, first, second] = [await freePort(), await freePort(), await freePort()];
  const ports = [first, second] as const;
  const origin = `https://localhost:${front}`;
  await mkdir(join(folder, "media"));
  await writeFile(join(folder, "media/film.mp4"), Buffer.alloc(film.bytes));
  const standard = standardSettings(origin, nats.metadataUrl);
  const settings = { ...standard, MEDIA_DIR: join(folder, "media"), NEXT_MANUAL_SIG_HANDLE: "true", ...further };
  const instances = await Promise.all(ports.map((port) => startProduct({ port, settings })));
  const nginx = await startComposeNginx(folder, front, ports);
  return {
    origin,
    nats,
    inner: [`http://localhost:${first}`, `http://localhost:${second}`],
    restart: async (index) => {
      const status = await instances[index]?.stop();
      if (status !== 0) throw new Error(`The instance ended with ${status}.`);
      instances[index] = await startProduct({ port: ports[index], settings });
    },
    logged: (event) => instances.flatMap((instance) => instance.logged(event)),
    log: () => readFile(join(folder, "error.log"), "utf8"),
    stop: async () => {
      await nginx.stop();
      await Promise.all(instances.map((instance) => instance.stop()));
      await nats.close();
      await removeFolder(folder);
    },
  };
}

/** The Cookie header of a full member of the site, with a session of its own. */
export async function memberCookie(
  { origin, nats }: Pick<TwoInstances, "origin" | "nats">,
  changes: Partial<SessionPayload> = {},
): Promise<string> {
  const session = sessionOf(nats.origin, { sid: randomText(16), ...changes });
  return `${sessionCookieName({ secure: true })}=${await sealedFor(origin, session)}`;
}

/** The headers of a click on a link of the site. */
export const click = { "sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin", "sec-fetch-user": "?1" };

/** True if an instance shows a member's page to whoever has this cookie. */
export async function opens(inner: string, cookie: string): Promise<boolean> {
  const headers = { ...click, accept: "text/html", cookie };
  return (await request(`${inner}/members/account`, { headers })).status === 200;
}

async function startComposeNginx(folder: string, front: number, ports: readonly number[]): Promise<RunningServer> {
  const fixtures = join(root, "e2e/fixtures");
  const sample = readFileSync(join(root, "docs/servers/nginx-compose.conf"), "utf8")
    .replace("members-1:3000", `localhost:${ports[0]}`)
    .replace("members-2:3000", `localhost:${ports[1]}`)
    .replace("listen 80;", `listen 127.0.0.1:${await freePort()};`)
    .replace("listen 443 ", `listen 127.0.0.1:${front} `)
    .replace("/etc/nginx/tls/fullchain.pem", `${fixtures}/localhost-cert.pem`)
    .replace("/etc/nginx/tls/privkey.pem", `${fixtures}/localhost-key.pem`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const paths = temporary.map((kind) => `${kind}_temp_path ${folder}/tmp;`).join(" ");
  await writeFile(
    join(folder, "nginx.conf"),
    `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log error; user root; worker_processes 1;
events { worker_connections 4096; }
http { access_log off; ${paths}
${sample}
}
`,
  );
  return run("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], folder, front);
}

/** A member who opens a page, a film and a form in turn, about once a second. */
async function useSite(site: TwoInstances, use: { isOver: boolean }, outcome: Outcome): Promise<void> {
  const { origin } = site;
  const cookie = await memberCookie(site, { sub: randomText(8) });
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca });
  const form = { method: "POST", body: "scheme=dark&returnTo=/members", headers: { cookie, origin } };
  const steps = [
    { path: "/members/account", expected: "200" },
    { path: film.path, expected: `200, ${film.bytes} bytes` },
    { path: addresses.scheme, expected: "303", ...form },
  ];
  for (let at = Math.floor(Math.random() * steps.length); !use.isOver; at++) {
    const { path, expected, ...options } = steps[at % steps.length] ?? {};
    const told = await send(`${origin}${path}`, agent, { headers: { cookie }, ...options }).catch(String);
    outcome.requests++;
    if (!told.startsWith(expected ?? "?")) outcome.failures.push(`${path}: ${told}`);
    await new Promise((done) => setTimeout(done, 500 + Math.random() * 1000));
  }
  agent.destroy();
}

interface Sent {
  method?: string;
  headers: Record<string, string>;
  body?: string;
}

/** Sends a request. Returns its status and size in words, with a cookie that was taken away. */
function send(url: string, agent: Agent, { method = "GET", headers, body }: Sent): Promise<string> {
  const type = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
  const accept = { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin" };
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(url, { method, agent, headers: { ...accept, ...type, ...headers } }, (answer) => {
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => (bytes += chunk.length));
      answer.on("error", reject);
      answer.on("end", () => resolve(`${answer.statusCode}, ${bytes} bytes`));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
