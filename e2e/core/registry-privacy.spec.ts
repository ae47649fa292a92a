/** A Redis with TLS and a user of its own, and what it hears of a site. */
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { freePort, type Product, root, standardSettings, startProduct, type TestSettings } from "../fixtures/product";
import { connect, managementKey } from "../fixtures/pushes";
import { request, visitor } from "../fixtures/visitor";
import { type Nats, startNats } from "../nats/server";
import { type Redis, startTlsRedis } from "../servers/redis";

const ours = join(root, "e2e/fixtures/localhost-cert.pem");

let redis: Redis;
let nats: Nats;
test.beforeAll(async () => {
  redis = await startTlsRedis();
  nats = await startNats({});
});
test.afterAll(async () => {
  await nats.close();
  await redis.stop();
});

/** Starts a site that keeps its visits in the Redis. */
async function start(further: TestSettings): Promise<Product> {
  const port = await freePort();
  const settings = { ...standardSettings(`http://localhost:${port}`, nats.metadataUrl), REDIS_URL: redis.url };
  return startProduct({ port, settings: { ...settings, NATS_MANAGEMENT_KEY: managementKey, ...further } });
}

const stateOf = async ({ origin }: Product) =>
  (JSON.parse((await request(`${origin}/api/health/ready`)).body) as { registry: string }).registry;

test("a sign-in and NATS's posts tell Redis nothing personal", async () => {
  const product = await start({ NODE_EXTRA_CA_CERTS: ours });
  try {
    connect({ nats, product });
    nats.member("tom").password = "canary-password";
    const stop = await redis.listen();
    const tom = visitor();
    await tom.signIn(`${product.origin}/members`, "tom");
    expect((await tom.follow(`${product.origin}/full`)).status, "a trial").toBe(403);
    await nats.change("tom", { trial: 0 });
    expect((await tom.follow(`${product.origin}/full`)).status, "an upgrade").toBe(200);
    await nats.change("tom", { username: "thomas-canary", password: "canary-password-new" });
    expect((await tom.follow(`${product.origin}/members`)).status).toBe(200);
    expect(await stateOf(product)).toBe("up");
    const heard = stop();
    expect(heard).toContain("members-area:visits:");
    const email = String(nats.member("tom").email);
    expect(email).toContain("@");
    for (const personal of ["canary", "tom", "localhost", managementKey, email]) {
      expect(heard).not.toContain(personal);
    }
  } finally {
    await product.stop();
  }
});

test("a Redis whose certificate nobody vouches for is down, and members go on", async () => {
  const product = await start({});
  try {
    const tom = visitor();
    await tom.signIn(`${product.origin}/members`, "fiona");
    expect((await tom.open(`${product.origin}/members`)).status).toBe(200);
    expect(await stateOf(product)).toBe("down");
    expect(product.logged("registry")).toMatchObject([{ outcome: "failed", cause: "DEPTH_ZERO_SELF_SIGNED_CERT" }]);
    expect(product.output()).not.toContain("redis-tests");
  } finally {
    await product.stop();
  }
});
