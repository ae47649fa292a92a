/** Requests with `Connection: Upgrade` through a web server in front. */
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { assertionLimit } from "../fixtures/limits";
import { expect } from "../fixtures/test";

const paths = ["/", "/members", "/archive/photo.jpg", "/legacy/page.php", "/api/auth/session", "/media/teaser.webm"];

/** Resolves with the first line of the answer, or with "" if the server closes without one. */
function upgrade(port: string, path: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), "127.0.0.1", () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      ),
    );
    socket.once("data", (data) => {
      resolve(String(data).split("\r\n")[0] ?? "");
      socket.destroy();
    });
    socket.once("close", () => resolve(""));
    socket.once("error", () => resolve(""));
    socket.setTimeout(assertionLimit, () => socket.destroy());
  });
}

/**
 * Expects an answer to each of 120 requests for an upgrade, and no socket of theirs left in the
 * product. With the upgrade passed on, the product never answers.
 */
export async function expectUpgradesAnswered(origin: string, pid: number): Promise<void> {
  const open = () => readdirSync(`/proc/${pid}/fd`).length;
  const { port } = new URL(origin);
  const before = open();
  for (let round = 0; round < 20; round++) {
    for (const line of await Promise.all(paths.map((path) => upgrade(port, path)))) {
      expect(line).toMatch(/^HTTP\/1\.1 [2-4]/);
    }
  }
  // The web server keeps some connections for further requests.
  await expect.poll(open).toBeLessThan(before + 40);
}
