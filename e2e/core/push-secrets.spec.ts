/** Neither the key of the Management URL nor a password in a post is kept or written anywhere. */
import { withHeap } from "../fixtures/heap";
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
  await withHeap(nats, { NATS_MANAGEMENT_KEY: managementKey }, async (product, snapshot) => {
    await postAll(nats, product);
    const heap = await snapshot();
    expect(heap.includes(managementKey), "the settings are in it, so the search works").toBe(true);
    for (const canary of canaries) expect(heap.includes(canary), canary).toBe(false);
  });
});
