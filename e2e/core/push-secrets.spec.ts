/** Neither the key of the Management URL nor a password in a post is kept or written anywhere. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Product, withProduct } from "../fixtures/product";
import { connect, managementKey, post } from "../fixtures/pushes";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";
import type { Nats } from "../nats/server";

const password = "canary-password-5f1c";
const canaries = [password, "Canary-Street", "Canary-Lastname", "41R1canary7NL"];

/** A sign-in, posts of every kind with the canaries, and posts that fail. Returns the answers. */
async function postAll(nats: Nats, product: Product): Promise<string> {
  connect({ nats, product });
  await visitor().signIn(`${product.origin}/members`, "tom");
  nats.member("tom").password = password;
  await nats.change("tom", { trial: 0 });
  await nats.change("tom", { username: "thomas", password: `${password}-new` });
  await nats.change("tom", { status: 2 });
  const body = `password=${password}&action=CHECK&address1=Canary-Street`;
  const answers = [
    await post(product, body),
    await post(product, `${body}${"&a=b".repeat(600)}`),
    await post(product, `${body}&a=${"b".repeat(70_000)}`),
    await post(product, `action=${password}&username=x`),
    await post(product, body, { key: "wrong" }),
    await post(product, body, { headers: { "content-type": "multipart/form-data; boundary=x" } }),
  ];
  expect(nats.posts).toHaveLength(4);
  return JSON.stringify([answers, nats.posts]);
}

test("no log line, error or answer has them", async ({ nats }) => {
  await withProduct(nats, { NATS_MANAGEMENT_KEY: managementKey }, async (product) => {
    const answers = await postAll(nats, product);
    for (const text of [product.output(), answers]) {
      for (const secret of [managementKey, ...canaries]) expect(text).not.toContain(secret);
    }
    expect(product.logged("pushes")).toMatchObject([{ TRIALTOFULL: 1, met: 1 }]);
  });
});

test("a heap snapshot of the process has no password and no personal data", async ({ nats }) => {
  const folder = mkdtempSync(join(tmpdir(), "members-heap-"));
  const settings = {
    NATS_MANAGEMENT_KEY: managementKey,
    NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`,
  };
  try {
    await withProduct(nats, settings, async (product) => {
      await postAll(nats, product);
      process.kill(product.pid, "SIGUSR2");
      const written = () => readdirSync(folder).map((name) => readFileSync(join(folder, name)));
      await expect.poll(() => written()[0]?.subarray(-16).toString("latin1") ?? "").toMatch(/\]\}\s*$/);
      const [heap = Buffer.alloc(0)] = written();
      expect(heap.includes(managementKey), "the settings are in it, so the search works").toBe(true);
      for (const canary of canaries) expect(heap.includes(canary), canary).toBe(false);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
