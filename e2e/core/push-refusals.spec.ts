/** Posts that are refused: without the key, too long, too slow, no forms, too many. */
import { request as httpRequest } from "node:http";
import { addresses } from "../../lib/addresses";
import { changeSeconds } from "../../lib/registry/limits";
import { withProduct } from "../fixtures/product";
import { connect, managementKey, managementUrl, post } from "../fixtures/pushes";
import { expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";

const second = "another-key-9876543210-zyxwvutsrqponm";

test.use({ settings: { NATS_MANAGEMENT_KEY: `${managementKey},${second}` } });

const change = { action: "CHANGE", username: "fiona", memberid: "71" };

test("both keys are taken; other keys, other methods and a missing key are not", async ({ product }) => {
  for (const key of [managementKey, second]) expect((await post(product, change, { key })).status).toBe(200);
  const both = `${managementKey},${second}`;
  const parts = [managementKey.slice(1), managementKey.slice(0, -1), managementKey.slice(0, 1)];
  for (const key of ["", "x", ...parts, `${managementKey}x`, both, managementKey.toUpperCase()]) {
    const { status, body, headers } = await post(product, change, { key });
    expect([status, body], key).toEqual([403, expect.stringMatching(/^ERROR\|The key in the Management URL/)]);
    expect(headers).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "cache-control": expect.stringContaining("no-store"),
    });
  }
  const without = await request(product.origin + addresses.pushes, { method: "POST", body: "" });
  expect(without.status).toBe(403);
  for (const method of ["GET", "PUT", "DELETE"]) {
    expect((await request(managementUrl(product), { method })).status, method).toBe(405);
  }
});

test("a wrong key is known before the body is read, and the log names the cure once", async ({ nats }) => {
  await withProduct(nats, { NATS_MANAGEMENT_KEY: managementKey }, async (product) => {
    expect(await slow(managementUrl(product, "wrong"))).toMatchObject({ status: 403 });
    for (let time = 0; time < 30; time++) await post(product, change, { key: `guess-${time}` });
    const lines = product.logged("pushes");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: "warn",
      wrongKey: 1,
      operator: expect.stringContaining("NATS_MANAGEMENT_KEY"),
    });
    expect(product.output()).not.toContain("guess-");
  });
});

test("without the setting there is no such address", async ({ nats }) => {
  await withProduct(nats, {}, async (product) => {
    for (const method of ["POST", "GET"]) {
      const { status, body } = await request(managementUrl(product), { method });
      expect([status, body]).toEqual([404, '{"error":"not_found"}']);
    }
    expect(product.logged("pushes")).toEqual([]);
  });
});

for (const [what, body, headers, status] of [
  ["64 kB", `action=CHECK&a=${"b".repeat(65_521)}`, {}, 200],
  ["more than 64 kB", `action=CHECK&a=${"b".repeat(65_522)}`, {}, 413],
  ["500 fields", `action=CHECK${"&a=b".repeat(499)}`, {}, 200],
  ["501 fields", `action=CHECK${"&a=b".repeat(500)}`, {}, 413],
  ["broken encodings", "action=CHECK&username=%&a=%ff%fe&%=%&\u0000", {}, 200],
  ["nothing", "", {}, 400],
  ["no member", "action=CHANGE&siteid=1", {}, 400],
  ["JSON", '{"action":"CHECK"}', { "content-type": "application/json" }, 415],
  ["a form with parts", "--a--", { "content-type": "multipart/form-data; boundary=a" }, 415],
  ["another charset", "action=CHECK", { "content-type": "application/x-www-form-urlencoded; charset=ISO-8859-1" }, 200],
  ["another origin", "action=CHECK", { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" }, 200],
  ["an action of Next", "action=CHECK", { "next-action": "x" }, 200],
] as const) {
  test(`${what}: ${status}`, async ({ product }) => {
    const answer = await post(product, body, { headers });
    expect([answer.status, answer.body]).toEqual([
      status,
      expect.stringMatching(status === 200 ? /^NOTOK\|/ : /^ERROR\|/),
    ]);
  });
}

test("a body without a length is cut at 64 kB, and one that never ends after ten seconds", async ({ product }) => {
  expect(await slow(managementUrl(product), "a".repeat(70_000))).toMatchObject({ status: 413 });
  expect(await slow(managementUrl(product), "action=CHE")).toMatchObject({
    status: 408,
    body: expect.stringContaining("ten seconds"),
  });
  expect((await post(product, change)).status).toBe(200);
});

test("a flood is refused as busy, and members notice nothing", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const answers = await Promise.all(Array.from({ length: 400 }, () => post(product, change)));
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  expect(busy[0]?.body).toMatch(/^ERROR\|busy/);
  expect(busy[0]?.headers["retry-after"]).toBeDefined();
  // The last change of a storm counts when its seconds are over. Pages opened before and after that
  // would ask twice.
  const flooded = Date.now();
  await expect.poll(() => Date.now() - flooded).toBeGreaterThan(changeSeconds * 1000);
  nats.calls.clear();
  for (let time = 0; time < 5; time++) expect((await member.follow(`${product.origin}/members`)).status).toBe(200);
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("a refused post is a note at NATS that names what is wrong", async ({ product, nats }) => {
  connect({ nats, product });
  nats.switches.managementUrl = managementUrl(product, "x".repeat(40));
  await nats.change("fiona", { status: 2 });
  expect(nats.member("fiona").notes).toEqual([expect.stringContaining("The key in the Management URL is wrong")]);
});

/** Sends `start` of a body, and no end. Resolves to the answer. */
function slow(url: string, start = "a"): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const outgoing = httpRequest(url, { method: "POST", headers, agent: false }, (incoming) => {
      let body = "";
      incoming.on("data", (chunk) => {
        body += String(chunk);
      });
      incoming.on("end", () => {
        resolve({ status: incoming.statusCode, body });
        outgoing.destroy();
      });
    });
    outgoing.on("error", reject);
    outgoing.write(start);
  });
}
