/** One outbound call against a server that misbehaves in every way it can: bounded in time, bytes and redirects. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { boundedFetch, providerBounds } from "../../lib/http/bounded-fetch";

const bounds = { seconds: 2, bytes: 1000 };
const bomb = gzipSync(Buffer.alloc(50_000_000));

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;
const behaviours: Record<string, Behaviour> = {
  "/json": (response) => response.setHeader("content-type", "application/json").end('{"a":"é"}'),
  "/fits": (response) => response.end("x".repeat(1000)),
  "/one-more": (response) => response.end("x".repeat(1001)),
  "/announced": (response) => response.setHeader("content-length", 10_000_000).write("x".repeat(2000)),
  "/endless": (response) => {
    const more = () => {
      while (response.writable && response.write("x".repeat(500)));
    };
    response.on("drain", more);
    more();
  },
  "/hang": () => undefined,
  "/headers-only": (response) => response.flushHeaders(),
  "/drip": (response) => {
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  },
  "/bomb": (response) => response.setHeader("content-encoding", "gzip").end(bomb),
  "/broken-gzip": (response) => response.setHeader("content-encoding", "gzip").end("not gzip"),
  "/redirect": (response) => response.writeHead(302, { location: "/landed" }).end(),
  "/redirect-308": (response) => response.writeHead(308, { location: "/landed" }).end("x".repeat(5000)),
  "/redirect-nowhere": (response) => response.writeHead(303).end(),
  "/not-modified": (response) => response.writeHead(304).end(),
  "/reset": (_, request) => request.socket.resetAndDestroy(),
  "/reset-inside": (response, request) => {
    response.writeHead(200, { "content-length": 500 });
    response.write("x", () => request.socket.resetAndDestroy());
  },
  "/cut": (response, request) => {
    response.writeHead(200, { "content-length": 500 });
    response.write("x", () => request.socket.end());
  },
  "/empty": (response) => response.writeHead(204).end(),
  "/error": (response) => response.writeHead(503, { "content-type": "text/html" }).end("down"),
  "/odd-bytes": (response) => response.end(Buffer.from([0x61, 0xff, 0xfe, 0x62])),
};

let server: Server;
let origin: string;
const seen: string[] = [];
test.beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.url ?? "");
    response.on("error", () => undefined);
    behaviours[request.url ?? ""]?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});
test.afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const call = (path: string, init: RequestInit = {}) => boundedFetch(fetch, origin + path, init, bounds);

const answered: [string, object, string][] = [
  ["/json", { status: 200, contentType: "application/json", text: '{"a":"é"}' }, "an answer as usual"],
  ["/fits", { status: 200, contentType: "", text: "x".repeat(1000) }, "exactly as many bytes as allowed"],
  ["/empty", { status: 204, contentType: "", text: "" }, "no body"],
  ["/error", { status: 503, contentType: "text/html", text: "down" }, "an error is an answer"],
  ["/odd-bytes", { status: 200, contentType: "", text: "a\ufffd\ufffdb" }, "bytes that are no text"],
];
for (const [path, answer, why] of answered) {
  test(`${path} is answered: ${why}`, async () => {
    expect(await call(path)).toEqual(answer);
  });
}

const failed: [string, string, string][] = [
  ["/one-more", "too_large", "a byte too many"],
  ["/announced", "too_large", "far more announced, and never ended"],
  ["/endless", "too_large", "an answer without end"],
  ["/bomb", "too_large", "fifty megabytes in fifty kilobytes"],
  ["/broken-gzip", "network", "an answer that does not unpack"],
  ["/hang", "timeout", "no answer at all"],
  ["/headers-only", "timeout", "headers and nothing more"],
  ["/drip", "timeout", "a byte now and then"],
  ["/redirect", "redirect", "a redirect"],
  ["/redirect-308", "redirect", "a redirect with a body"],
  ["/redirect-nowhere", "redirect", "a redirect without a place"],
  ["/not-modified", "redirect", "304 to a question without conditions"],
  ["/reset", "network", "the connection reset before the answer"],
  ["/reset-inside", "network", "the connection reset inside it"],
  ["/cut", "network", "less than announced"],
];
for (const [path, fault, why] of failed) {
  test(`${path} is ${fault}: ${why}`, async () => {
    const started = performance.now();
    expect(await call(path)).toEqual({ fault });
    expect(performance.now() - started, "in time").toBeLessThan(20_000);
  });
}

test("no redirect is followed, and what a call carries stays with it", async () => {
  const token = { headers: { authorization: "Bearer canary" } };
  for (const path of ["/redirect", "/redirect-308"]) {
    await call(path, token);
    await call(path, { ...token, method: "POST", body: "a=b", redirect: "follow" });
  }
  expect(seen).not.toContain("/landed");
});

test("a network that cannot be reached is a fault, not an error", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "localhost", resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  expect(await boundedFetch(fetch, `http://localhost:${port}/`, {}, bounds)).toEqual({ fault: "network" });
  expect(await boundedFetch(fetch, "no address", {}, bounds)).toEqual({ fault: "network" });
});

test("a caller cannot loosen redirects or caching by accident", async () => {
  const inits: RequestInit[] = [];
  const fetcher: typeof fetch = async (_, init = {}) => {
    inits.push(init);
    return new Response("x");
  };
  await boundedFetch(fetcher, "https://nats.example/", { redirect: "follow", cache: "force-cache", method: "POST" });
  expect(inits[0]).toMatchObject({ redirect: "manual", cache: "no-store", method: "POST" });
  expect(inits[0]?.signal).toBeInstanceOf(AbortSignal);
  expect(providerBounds).toEqual({ seconds: 5, bytes: 262_144 });
});
