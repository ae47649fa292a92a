/** The server connects to no host that a client names: it is no proxy, and follows no header. */
import { createServer, type Server } from "node:net";
import { buildIn } from "../fixtures/bypass/attempts";
import { type RawRequest, sendRaw, statusOf } from "../fixtures/bypass/raw";
import { root } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation } from "../fixtures/visitor";

let elsewhere: Server;
let host: string;
let connections = 0;

test.beforeAll(async () => {
  elsewhere = createServer((socket) => {
    connections += 1;
    socket.resume();
    socket.end("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nfrom-elsewhere");
  });
  await new Promise<void>((done) => elsewhere.listen(0, "localhost", done));
  const address = elsewhere.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  host = `localhost:${address.port}`;
});

test.afterAll(async () => {
  await new Promise((done) => elsewhere.close(done));
});

const upgrade = { connection: "Upgrade, close", upgrade: "websocket", "sec-websocket-version": "13" };

test("odd methods get 4xx, and neither they nor upgrades nor headers lead the server to another host", async ({
  product,
  nats,
}) => {
  const { action } = buildIn(root);
  const url = `http://${host}/`;
  const get = (target: string, headers: Record<string, string> = {}): RawRequest => ({
    method: "GET",
    target,
    headers: { ...navigation, ...headers },
  });
  // "ours": the site answers as if the other host had not been named.
  const sent: readonly (RawRequest & { status: number | "ours" })[] = [
    ...["/", "/members", url].map((target) => ({ method: "TRACE", target, headers: {}, status: 405 })),
    { method: "CONNECT", target: host, headers: { host }, status: 405 },
    { method: "PROPFIND", target: "/members", headers: {}, status: 405 },
    { method: "PROPFIND", target: url, headers: {}, status: 405 },
    { method: "BREW", target: "/members", headers: {}, status: 400 },
    { ...get(`${url}none`, upgrade), status: "ours" },
    { ...get(`${url.replace("http:", "https:")}none`, upgrade), status: "ours" },
    { ...get(`//${host}/none`, { ...upgrade, host }), status: "ours" },
    { ...get(`/_next/image?url=${encodeURIComponent(url)}&w=640&q=75`), status: "ours" },
    { ...get("/none", { host, "x-forwarded-host": host, forwarded: `host=${host}` }), status: "ours" },
    { ...get("/none", { "x-middleware-rewrite": url, "x-middleware-redirect": url }), status: "ours" },
    { ...get("/none", { "x-original-url": url, "x-rewrite-url": url, "x-invoke-path": url }), status: "ours" },
    { ...get(`/login?returnTo=${encodeURIComponent(url)}`, { host }), status: "ours" },
    ...["/", "/members/suggest"].map((target) => ({
      method: "POST",
      target,
      headers: { host, "x-forwarded-host": host, origin: `http://${host}`, "next-action": action },
      body: "[]",
      status: "ours" as const,
    })),
    ...["/", "/members/suggest"].map((target) => ({
      method: "POST",
      target,
      headers: { host, "x-forwarded-host": host, origin: product.origin, "next-action": action },
      body: "[]",
      status: "ours" as const,
    })),
  ];
  for (const cookie of ["", await cookieOf({ nats, product })]) {
    for (const { status, ...one } of sent) {
      const answer = await sendRaw(product.origin, { ...one, headers: { ...one.headers, cookie } });
      const what = `${one.method} ${one.target} ${JSON.stringify(one.headers)}`;
      if (typeof status === "number") expect.soft(statusOf(answer), what).toBe(status);
      else expect.soft(statusOf(answer) > 0 && statusOf(answer) < 500, `${what}: ${statusOf(answer)}`).toBe(true);
      expect.soft(answer, what).not.toContain("from-elsewhere");
    }
  }
  expect(connections).toBe(0);
  // The other host would have answered.
  expect(await sendRaw(`http://${host}`, get("/"))).toContain("from-elsewhere");
  expect(connections).toBe(1);
});
