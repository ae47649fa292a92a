/** What the guard before Next does to servers and their answers. */
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { expect, test } from "@playwright/test";
import { guardServer } from "../../lib/answers/before-next";
import { sendRaw, statusOf } from "../fixtures/bypass/raw";
import { freePort } from "../fixtures/product";
import { request } from "../fixtures/visitor";

let port: number;

test.beforeAll(async () => {
  port = await freePort();
  guardServer(`${port}`);
});

/** Runs a server that answers upgrades with "upgraded", and gives its origin to `use`. */
async function withServer(at: number, listener: RequestListener, use: (origin: string) => Promise<void>) {
  const server: Server = createServer(listener).on("upgrade", (_request, socket) => socket.end("upgraded"));
  await new Promise<void>((done) => server.listen(at, "localhost", done));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  try {
    await use(`http://localhost:${address.port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

function upgrade(origin: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname).on("error", reject);
    socket.once("data", (data) => resolve(String(data).slice(0, 12)));
    socket.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n");
  });
}

test("only the server at Next's port is guarded: another one keeps its WebSockets", async () => {
  await withServer(
    port,
    (_request, response) => response.end(),
    async (origin) => {
      expect(await upgrade(origin)).toBe("HTTP/1.1 200");
      expect((await request(origin, { method: "TRACE" })).status).toBe(405);
    },
  );
  await withServer(
    0,
    (_request, response) => response.end(),
    async (origin) => {
      expect(await upgrade(origin)).toBe("upgraded");
      expect((await request(origin, { method: "TRACE" })).status).toBe(200);
    },
  );
});

test("CONNECT gets 405, and its connection ends", async () => {
  await withServer(
    port,
    (_request, response) => response.end(),
    async (origin) => {
      const answer = await sendRaw(origin, { method: "CONNECT", target: "localhost:1", headers: {} });
      expect(statusOf(answer)).toBe(405);
    },
  );
});

// Whoever has a copy of a build knows the value by which Next leaves out the gate for this header.
test("Next sees no header that asks it to leave out the gate", async () => {
  await withServer(
    port,
    ({ headers }, response) => response.end(JSON.stringify(headers)),
    async (origin) => {
      const headers = { "x-prerender-revalidate": "x", "x-other": "y" };
      const seen = JSON.parse((await request(origin, { headers })).body);
      expect([seen["x-prerender-revalidate"], seen["x-other"]]).toEqual([undefined, "y"]);
    },
  );
});

/** Answers as Next does. */
function fail(response: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = 500;
  response.end();
}

for (const { what, sent, headers, status } of [
  { what: "a file asked for by POST", sent: {}, headers: { allow: "GET" }, status: 405 },
  {
    what: "a range beyond the end",
    sent: {},
    headers: { "accept-ranges": "bytes", "content-range": "bytes */9" },
    status: 416,
  },
  { what: "a failing condition", sent: { "if-match": "x" }, headers: { "accept-ranges": "bytes" }, status: 412 },
  { what: "a file that cannot be read", sent: {}, headers: { "accept-ranges": "bytes" }, status: 500 },
  {
    what: "a part that cannot be read",
    sent: { range: "bytes=0-1" },
    headers: { "accept-ranges": "bytes", "content-range": "bytes 0-1/9" },
    status: 500,
  },
  { what: "an error of a page", sent: { "if-match": "x" }, headers: {}, status: 500 },
] as { what: string; sent: Record<string, string>; headers: Record<string, string>; status: number }[]) {
  test(`a 500 of Next for ${what} becomes ${status}`, async () => {
    await withServer(
      port,
      (_request, response) => fail(response, headers),
      async (origin) => expect((await request(origin, { headers: sent })).status).toBe(status),
    );
  });
}
