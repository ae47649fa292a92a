/** Bodies of anonymous requests cost little memory, and one that is too long gets an answer. */
import { connect, type Socket } from "node:net";
import { memory } from "../fixtures/process-use";
import { expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const MB = 1024 ** 2;

/** Announces ten megabytes, sends nine of them and waits. */
function stalled(port: number, path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "localhost", () => {
      socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: ${10 * MB}\r\n\r\n`);
      socket.write(Buffer.alloc(9 * MB, "a"), () => resolve(socket));
    });
    socket.on("error", reject);
  });
}

for (const path of ["/members", "/logout", "/api/auth/callback/nats"]) {
  test(`forty clients that send nine megabytes each to ${path} cost less than that in memory`, async ({ product }) => {
    await request(`${product.origin}${path}`, { method: "POST", body: "a" });
    const before = memory(product.pid);
    const sockets = await Promise.all(
      Array.from({ length: 40 }, () => stalled(Number(new URL(product.origin).port), path)),
    );
    try {
      expect((await request(`${product.origin}/api/health/live`)).status, "others are served meanwhile").toBe(200);
      // 730 MB with Next's own limit.
      expect(memory(product.pid) - before).toBeLessThan(300);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });
}

test("a body that is too long gets an answer like any other", async ({ product }) => {
  const ends = ["/members", "/logout"].map((path) =>
    request(`${product.origin}${path}`, { method: "POST", body: "a".repeat(2 * MB) }),
  );
  expect((await Promise.all(ends)).map(({ status }) => status)).toEqual([401, 303]);
});
