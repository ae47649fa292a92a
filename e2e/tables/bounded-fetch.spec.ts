/** Outbound calls to a misbehaving server stay within limits on time, bytes and redirects. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
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
  ["/json", { status: 200, contentType: "application/json", text: '{"a":"é"}' }, "an ordinary response"],
  ["/fits", { status: 200, contentType: "", text: "x".repeat(1000) }, "exactly as many bytes as allowed"],
  ["/empty", { status: 204, contentType: "", text: "" }, "no body"],
  ["/error", { status: 503, contentType: "text/html", text: "down" }, "an error status is a response"],
  ["/odd-bytes", { status: 200, contentType: "", text: "a\ufffd\ufffdb" }, "bytes that are not UTF-8"],
];
for (const [path, answer, why] of answered) {
  test(`${path} returns a response: ${why}`, async () => {
    expect(await call(path)).toEqual(answer);
  });
}

const failed: [string, string, string][] = [
  ["/one-more", "too_large", "one byte over the limit"],
  ["/announced", "too_large", "a large Content-Length, and a body that never ends"],
  ["/endless", "too_large", "an endless body"],
  ["/bomb", "too_large", "fifty megabytes in fifty kilobytes"],
  ["/broken-gzip", "network", "a body that cannot be decompressed"],
  ["/hang", "timeout", "no response"],
  ["/headers-only", "timeout", "headers without a body"],
  ["/drip", "timeout", "a slow body, byte by byte"],
  ["/redirect", "redirect", "a redirect"],
  ["/redirect-308", "redirect", "a redirect with a body"],
  ["/redirect-nowhere", "redirect", "a redirect without Location"],
  ["/not-modified", "redirect", "304 to an unconditional request"],
  ["/reset", "network", "the connection reset before the response"],
  ["/reset-inside", "network", "the connection reset within the body"],
  ["/cut", "network", "a body shorter than its Content-Length"],
];
for (const [path, fault, why] of failed) {
  test(`${path} returns the fault ${fault}: ${why}`, async () => {
    const started = performance.now();
    expect(await call(path)).toEqual({ fault });
    expect(performance.now() - started, "in time").toBeLessThan(20_000);
  });
}

test("redirects are not followed, so headers and body reach no other host", async () => {
  const token = { headers: { authorization: "Bearer canary" } };
  for (const path of ["/redirect", "/redirect-308"]) {
    await call(path, token);
    await call(path, { ...token, method: "POST", body: "a=b", redirect: "follow" });
  }
  expect(seen).not.toContain("/landed");
});

test("an unreachable network returns a fault and does not throw", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "localhost", resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  expect(await boundedFetch(fetch, `http://localhost:${port}/`, {}, bounds)).toEqual({ fault: "network" });
  expect(await boundedFetch(fetch, "no address", {}, bounds)).toEqual({ fault: "network" });
});

test("callers cannot enable redirects or caching", async () => {
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

test("the time limit of a call that has ended is over, too", async () => {
  const milliseconds = 30;
  let signal: AbortSignal | null | undefined;
  const fetcher: typeof fetch = async (_, init) => {
    signal = init?.signal;
    return new Response("answer");
  };
  await boundedFetch(fetcher, "http://localhost", {}, { seconds: milliseconds / 1000, bytes: 100 });
  // Node runs timers of the same length in the order in which they began.
  await setTimeout(milliseconds);
  expect(signal?.aborted).toBe(false);
});
