/** Members' files under load: slow readers cost no memory, and no file stays open after them. */
import { mkdirSync, readdirSync, readlinkSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { memory } from "../fixtures/process-use";
import { root } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const dir = join(root, "e2e/.results/media-load");
const bigBytes = 2 * 1024 ** 3;
const MB = 1024 ** 2;

test.use({ settings: { MEDIA_DIR: dir } });

let cookie = "";

test.beforeAll(async ({ running }) => {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  // Sparse files take no disk space.
  for (const name of ["big.mp4", "shrinks.mp4"]) {
    writeFileSync(join(dir, name), "");
    truncateSync(join(dir, name), bigBytes);
  }
  cookie = await cookieOf(running);
  // Even the first answer of a fresh server states its length.
  const first = await request(`${running.product.origin}/media/big.mp4`, { headers: { cookie, range: "bytes=0-0" } });
  expect([first.status, first.headers["content-length"]]).toEqual([206, "1"]);
});

test.afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Reader {
  sent: ClientRequest;
  answer: IncomingMessage;
  /** Reads at least that many further bytes, then pauses. */
  take(bytes: number): Promise<void>;
}

/** Opens a file without reading it. */
function open(url: string, headers: Record<string, string> = {}): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { agent: false, headers: { cookie, ...headers } }, (answer) => {
      answer.on("error", () => undefined);
      resolve({ sent, answer, take: (bytes) => take(answer, bytes) });
    });
    sent.on("error", reject);
    sent.end();
  });
}

function take(answer: IncomingMessage, bytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = bytes;
    const onData = (chunk: Buffer) => {
      left -= chunk.length;
      if (left > 0) return;
      answer.pause();
      answer.off("data", onData).off("close", onClose);
      resolve();
    };
    const onClose = () => reject(new Error("the connection ended"));
    answer.on("data", onData).on("close", onClose).resume();
  });
}

/** Counts the files of the folder that a process has open. */
function openFiles(pid: number): number {
  const target = (fd: string) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ""; // Closed in the meantime.
    }
  };
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => target(fd).startsWith(dir)).length;
}

test("a hundred slow readers of a 2 GB file leave memory flat, and nothing open when they go", async ({
  product,
}, info) => {
  const url = `${product.origin}/media/big.mp4`;
  const one = await open(url);
  await one.take(200 * MB);
  one.sent.destroy();
  await expect.poll(() => openFiles(product.pid)).toBe(0);
  const before = memory(product.pid);

  const readers = await Promise.all(Array.from({ length: 100 }, () => open(url)));
  for (const { answer } of readers) expect(answer.headers["content-length"]).toBe(String(bigBytes));
  expect(openFiles(product.pid)).toBe(100);
  const measured: number[] = [];
  for (let round = 0; round < 12; round++) {
    await Promise.all(readers.map((reader) => reader.take(MB)));
    measured.push(memory(product.pid));
  }
  expect((await request(`${product.origin}/api/health/live`)).status, "others are served meanwhile").toBe(200);
  for (const { sent } of readers) sent.destroy();
  await expect.poll(() => openFiles(product.pid)).toBe(0);

  const figures = { before, peak: Math.max(...measured), last: measured.at(-1), after: memory(product.pid) };
  info.annotations.push({ type: "memory in MB", description: JSON.stringify(figures) });
  // Each reader costs one or two buffers of 64 kB here and in the socket, of 200 GB in all.
  expect(figures.peak - before, JSON.stringify(figures)).toBeLessThan(120);
});

test("a reader who leaves at any moment leaves no file open", async ({ product }) => {
  const url = `${product.origin}/media/big.mp4`;
  const headerSets = [{}, { range: "bytes=5-" }, { range: "bytes=0-9,1000000-" }];
  for (let round = 0; round < 40; round++) {
    const leave = (reader: Reader) => reader.sent.destroy();
    await Promise.all(
      Array.from({ length: 10 }, async (_, at) => {
        const headers = headerSets[at % headerSets.length];
        if (at % 2 === 0) return leave(await open(url, headers));
        // These readers leave before the answer.
        const sent = httpRequest(url, { agent: false, headers: { cookie, ...headers } });
        sent.on("error", () => undefined);
        await new Promise<void>((done) => sent.end(done));
        sent.destroy();
      }),
    );
  }
  for (const method of ["HEAD", "GET"]) {
    await request(url, { method, headers: { cookie, "if-none-match": method === "GET" ? "*" : "" } });
  }
  await expect.poll(() => openFiles(product.pid)).toBe(0);
  expect((await request(url, { headers: { cookie, range: "bytes=0-1" } })).body).toBe("\0\0");
});

test("a file that shrinks while it is sent ends the connection, not the server", async ({ product }) => {
  const reader = await open(`${product.origin}/media/shrinks.mp4`);
  await reader.take(MB);
  truncateSync(join(dir, "shrinks.mp4"), 1000);
  await expect(reader.take(bigBytes)).rejects.toThrow("the connection ended");
  expect(reader.answer.complete).toBe(false);
  await expect.poll(() => openFiles(product.pid)).toBe(0);
  // The line is written when the read fails, which is after the connection has ended.
  await expect
    .poll(() => product.logged("error"))
    .toContainEqual(expect.objectContaining({ file: join(dir, "shrinks.mp4"), operator: expect.any(String) }));
  const next = await request(`${product.origin}/media/shrinks.mp4`, { headers: { cookie } });
  expect([next.status, next.body.length]).toEqual([200, 1000]);
});

test("a file deleted while it is sent is sent to its end", async ({ product }) => {
  const name = join(dir, "goes.mp4");
  writeFileSync(name, "");
  truncateSync(name, 50 * MB);
  const reader = await open(`${product.origin}/media/goes.mp4`);
  await reader.take(MB);
  rmSync(name);
  reader.answer.resume();
  await new Promise((done) => reader.answer.once("end", done));
  expect(reader.answer.complete).toBe(true);
  expect((await request(`${product.origin}/media/goes.mp4`, { headers: { cookie } })).status).toBe(404);
});
