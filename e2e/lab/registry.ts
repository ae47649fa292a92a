/**
 * Measures the registry: `npm run lab:registry`. Needs a build and `apt-get install nginx
 * redis-server`. Takes about ten minutes; names as `pages memory` measure these alone. Compare the
 * ratios: the times are this machine's.
 */

import { inRedis } from "../../lib/registry/redis/in-redis";
import { startAltered } from "../fixtures/altered-build";
import { memory } from "../fixtures/process-use";
import { freePort, type Product, standardSettings, startProduct, type TestSettings } from "../fixtures/product";
import { request } from "../fixtures/visitor";
import { type Nats, startNats } from "../nats/server";
import { type Redis, startRedis } from "../servers/redis";
import { click, memberCookie, opens, startTwoInstances } from "../servers/two-instances";
import { session, siteAt } from "../tables/registry-contract";
import { cpuPerRequest, load, median, memberCookieOf } from "./load";

const page = "/members/account";

const tell = (text: string) => console.log(text);

let members = 0;

function cookies(nats: Nats, origin: string, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => memberCookieOf(nats, origin, members++)));
}

async function start(nats: Nats, further: TestSettings = {}): Promise<Product> {
  const port = await freePort();
  const settings = { ...standardSettings(`http://localhost:${port}`, nats.metadataUrl), ...further };
  return startProduct({ port, settings });
}

/** The CPU of a guarded page: without a registry, with one in the process, and with Redis. */
async function pages(nats: Nats, redis: Redis): Promise<void> {
  const none = await startAltered(
    {
      replace: {
        "lib/registry/visit.ts": [
          ["await registryOf(site).look(session)", '({ kind: "open" }) as import("./registry").Look'],
        ],
      },
      add: {},
    },
    nats,
  );
  const variants = { none, process: await start(nats), Redis: await start(nats, { REDIS_URL: redis.url }) };
  const rounds: Record<string, number[]> = { none: [], process: [], Redis: [] };
  for (let round = 0; round < 8; round++) {
    for (const [name, product] of Object.entries(variants)) {
      const all = await cookies(nats, product.origin, 25);
      const cookie = (index: number) => all[index % all.length] ?? "";
      const spent = await cpuPerRequest(product.pid, { url: product.origin + page, cookie, requests: 400 });
      if (round > 0) rounds[name]?.push(spent);
    }
  }
  const of = (name: string) => median(rounds[name] ?? []);
  tell(`Guarded page, CPU: none ${of("none").toFixed(2)} ms`);
  for (const name of ["process", "Redis"])
    tell(`  with the registry in ${name}: ${(of(name) / of("none")).toFixed(3)}`);
  for (const product of Object.values(variants)) await product.stop();
}

/** Commands for 20 members who ask without a pause for ten seconds. */
async function commands(nats: Nats, redis: Redis): Promise<void> {
  const product = await start(nats, { REDIS_URL: redis.url });
  const all = await cookies(nats, product.origin, 20);
  const url = `${product.origin}/api/auth/check?gate=members`;
  const cookie = (index: number) => all[index % all.length] ?? "";
  await load({ url, cookie, requests: 100, status: 204 });
  await redis.ask("CONFIG", "RESETSTAT");
  const began = Date.now();
  let requests = 0;
  while (Date.now() - began < 10_000) {
    await load({ url, cookie, requests: 400, status: 204 });
    requests += 400;
  }
  const seconds = (Date.now() - began) / 1000;
  const stats = await redis.ask("INFO", "commandstats");
  const calls = Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats.join("\n"))?.[1]);
  const each = (calls / all.length / seconds) * 2;
  tell(
    `Redis: ${each.toFixed(2)} commands per session and two seconds, at ${Math.round(requests / seconds)} requests/s`,
  );
  await product.stop();
}

/** Bytes per session in Redis, and looks a second that one process can make. */
async function sizes(redis: Redis): Promise<void> {
  const site = siteAt();
  const registry = inRedis({ ...site, settings: { ...site.settings, redisUrls: [redis.url] } });
  while ((await registry.look(session())).kind !== "open") await new Promise((done) => setTimeout(done, 50));
  await redis.ask("FLUSHALL");
  const used = async () => Number(/used_memory:(\d+)/.exec((await redis.ask("INFO", "memory")).join("\n"))?.[1]);
  const before = await used();
  const visit = (at: number) => session({ sub: `${at}`, claims: { username: `member${at}` } });
  let noted = 0;
  for (const count of [1000, 100_000]) {
    const began = performance.now();
    for (; noted < count; noted += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, at) => registry.look(visit(noted + at))));
    }
    const seconds = (performance.now() - began) / 1000;
    tell(
      `Redis, ${count} sessions: ${Math.round(((await used()) - before) / count)} bytes each; ${seconds.toFixed(1)} s`,
    );
  }
  const known = Array.from({ length: 20_000 }, (_, at) => visit(at));
  for (const each of known.slice(0, 5000)) await registry.look(each);
  const began = performance.now();
  for (let at = 5000; at < known.length; at += 50) {
    await Promise.all(known.slice(at, at + 50).map((each) => registry.look(each)));
  }
  tell(`Redis: ${Math.round(15_000 / ((performance.now() - began) / 1000))} looks a second from one process`);
}

/** Memory of the process after 100,000 requests of 100 members, and of 100,000. */
async function memoryUse(nats: Nats): Promise<void> {
  const held: number[] = [];
  for (const members of [100, 100_000]) {
    const product = await start(nats);
    const few = await cookies(nats, product.origin, Math.min(members, 100));
    const cookie = async (at: number) =>
      members === 100 ? (few[at % 100] ?? "") : ((await cookies(nats, product.origin, 1))[0] ?? "");
    await load({ url: `${product.origin}/api/auth/check?gate=members`, cookie, requests: 100_000, status: 204 });
    held.push(memory(product.pid));
    await product.stop();
  }
  const [few = 1, many = 1] = held;
  tell(
    `Memory: ${few.toFixed(0)} MB after 100 members, ${many.toFixed(0)} MB after 100,000: ${(many / few).toFixed(2)}`,
  );
}

/** From a sign-out on one instance to the refusal by the other, in milliseconds. */
async function ends(redis: Redis): Promise<void> {
  const site = await startTwoInstances({ REDIS_URL: redis.url });
  const [one, other] = site.inner;
  const waits: number[] = [];
  for (let round = 0; round < 40; round++) {
    const cookie = await memberCookie(site);
    for (const inner of site.inner) await opens(inner, cookie);
    await request(`${one}/logout`, { headers: { ...click, cookie } });
    const ended = performance.now();
    while (await opens(other, cookie)) await new Promise((done) => setTimeout(done, 20));
    waits.push(performance.now() - ended);
  }
  const sorted = waits.toSorted((a, b) => a - b).map(Math.round);
  tell(
    `Ended on one instance, refused by the other: ${sorted[0]} to ${sorted.at(-1)} ms, half within ${median(sorted)}`,
  );
  await site.stop();
}

async function main(): Promise<void> {
  const [nats, redis] = [await startNats(), await startRedis()];
  const parts: Record<string, () => Promise<void>> = {
    ends: () => ends(redis),
    commands: () => commands(nats, redis),
    sizes: () => sizes(redis),
    pages: () => pages(nats, redis),
    memory: () => memoryUse(nats),
  };
  const named = process.argv.slice(2);
  for (const [name, measure] of Object.entries(parts)) {
    if (named.length === 0 || named.includes(name)) await measure();
  }
  await nats.close();
  await redis.stop();
  process.exit(0);
}

void main();
