/** Members' files behind two locks: with the gate or the guard taken away, the other refuses. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Alteration, startAltered } from "../fixtures/altered-build";
import type { Product } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

test.describe.configure({ mode: "serial" });

const noGate: Alteration = { remove: ["middleware.ts"] };
const noGuard: Alteration = {
  replace: {
    "lib/locks/guard.ts": [
      [`verdict.kind === "admitted" ? null`, `verdict.kind === "admitted" || path.length > 0 ? null`],
    ],
  },
};

for (const { name, alteration, gate } of [
  { name: "the guard alone (middleware.ts removed)", alteration: noGate, gate: false },
  { name: "the gate alone (guard removed)", alteration: noGuard, gate: true },
]) {
  test.describe(name, () => {
    let product: Product;
    let dir: string;
    let cookieFor: (claims: { username: string; trial?: string; status?: string }) => Promise<string>;

    test.beforeAll(async ({ running }) => {
      dir = mkdtempSync(join(tmpdir(), "media-locks-"));
      mkdirSync(join(dir, "full"));
      writeFileSync(join(dir, "a.txt"), "free-marker");
      writeFileSync(join(dir, "full/a.txt"), "full-marker");
      symlinkSync("full/a.txt", join(dir, "to-full.txt"));
      product = await startAltered(alteration, running.nats, { MEDIA_DIR: dir });
      cookieFor = (claims) => cookieOf({ nats: running.nats, product }, { claims });
    });

    test.afterAll(async () => {
      await product?.stop();
      rmSync(dir, { recursive: true, force: true });
    });

    test("an anonymous request gets no byte", async () => {
      for (const rawPath of [
        "/media/a.txt",
        "/media/full/a.txt",
        "/media/x/..%2ffull/a.txt",
        "/media/nothing.txt",
        "/%6dedia/a.txt",
      ]) {
        for (const method of ["GET", "HEAD"]) {
          for (const headers of [navigation, { range: "bytes=0-1" }, { "if-none-match": "*" }, { rsc: "1" }]) {
            const answer = await request(product.origin, { method, rawPath, headers });
            const where = `${method} ${rawPath} ${JSON.stringify(headers)}`;
            // Without the gate Next decodes these paths. They lead nowhere, or to the guard.
            expect(gate ? [302, 400, 401] : [307, 401, 404], where).toContain(answer.status);
            expect(answer.body, where).not.toContain("marker");
            expect(answer.headers.etag, where).toBeUndefined();
          }
        }
      }
      if (gate) return;
      const answer = await request(`${product.origin}/media/a.txt`, { headers: navigation });
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        401,
        { error: "signed_out", login: "/login?returnTo=%2Fmedia%2Fa.txt" },
      ]);
      expect(answer.headers["cache-control"]).toBe("private, no-store");
    });

    test("a trial member gets no full file, an expired one nothing", async () => {
      const trial = await cookieFor({ username: "tom", trial: "1", status: "1" });
      const expired = await cookieFor({ username: "eddie", trial: "0", status: "2" });
      for (const [cookie, path] of [
        [trial, "full/a.txt"],
        [trial, "full/nothing.txt"],
        [expired, "a.txt"],
        [expired, "full/a.txt"],
        // Only the guard follows symbolic links.
        ...(gate ? [] : ([[trial, "to-full.txt"]] as const)),
      ] as const) {
        const answer = await request(`${product.origin}/media/${path}`, { headers: { cookie } });
        expect([answer.status, answer.body.includes("marker")], path).toEqual([403, false]);
        expect(answer.headers["cache-control"]).toBe("private, no-store");
        if (!gate) expect(JSON.parse(answer.body)).toEqual({ error: cookie === trial ? "trial" : "expired" });
      }
    });

    test("a member gets files", async () => {
      const cookie = await cookieFor({ username: "fiona", trial: "0", status: "1" });
      const answer = await request(`${product.origin}/media/full/a.txt`, { headers: { cookie } });
      expect([answer.status, answer.body]).toEqual([200, "full-marker"]);
      expect(answer.headers["cache-control"]).toBe("private, no-cache, no-transform");
    });
  });
}
