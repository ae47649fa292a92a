/** Two locks on pages and files: with the gate or the guard taken away, the other still refuses. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Alteration, startAltered } from "../fixtures/altered-build";
import { buildIn } from "../fixtures/bypass/attempts";
import { sliceOf, succeeded } from "../fixtures/bypass/slice";
import { gatedPaths as gated, holdsGated, lockedAction, lockedPages } from "../fixtures/locked-pages";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

test.describe.configure({ mode: "serial" });

const noGuard: NonNullable<Alteration["replace"]> = {
  "lib/locks/guard.ts": [
    [
      "const verdict = await verdictOn(gates.gates[gate].require);",
      `const verdict = await verdictOn(gates.gates[gate].require);
  const admitsAll = true as boolean;
  if (admitsAll) {
    const now = Math.floor(Date.now() / 1000);
    const times = { signedInAt: now, checkedAt: now, idleEndsAt: now + 99, endsAt: now + 99, idleSeconds: 99 };
    return { sub: "1", iss: "", name: "nobody", reference: "", claims: { trial: "0" }, unanswered: false, ...times };
  }`,
    ],
    [`verdict.kind === "admitted" ? null`, `verdict.kind === "admitted" || path.length > 0 ? null`],
  ],
};

const renamed: Alteration = {
  rename: { "middleware.ts": "proxy.ts" },
  replace: { ...noGuard, "middleware.ts": [["export function middleware", "export function proxy"]] },
};

const noGate: Alteration = { remove: ["middleware.ts"] };

for (const { name, alteration, gate } of [
  { name: "the gate alone (guard removed)", alteration: { replace: noGuard }, gate: true },
  { name: "the gate alone as proxy.ts (guard removed)", alteration: renamed, gate: true },
  { name: "the guard alone (middleware.ts removed)", alteration: noGate, gate: false },
]) {
  test.describe(name, () => {
    let product: Awaited<ReturnType<typeof startAltered>>;
    let media: string;
    let cookieFor: (claims: { username: string; trial?: string; status?: string }) => Promise<string>;

    test.beforeAll(async ({ running }) => {
      media = mkdtempSync(join(tmpdir(), "media-locks-"));
      mkdirSync(join(media, "full"));
      writeFileSync(join(media, "a.txt"), "free-marker");
      writeFileSync(join(media, "full/a.txt"), "full-marker");
      symlinkSync("full/a.txt", join(media, "to-full.txt"));
      product = await startAltered({ ...alteration, add: lockedPages }, running.nats, { MEDIA_DIR: media });
      cookieFor = (claims) => cookieOf({ nats: running.nats, product }, { claims });
    });

    test.afterAll(async () => {
      await product?.stop();
      rmSync(media, { recursive: true, force: true });
    });

    test("an anonymous request gets no byte of a gated page", async () => {
      for (const path of gated) {
        for (const headers of [
          navigation,
          { accept: "*/*" },
          { rsc: "1", "sec-fetch-mode": "cors" },
          { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
        ]) {
          const answer = await request(product.origin + path, { headers: { ...headers } });
          expect(gate ? [302, 401] : [307], `${path} ${JSON.stringify(headers)}`).toContain(answer.status);
          expect(holdsGated(answer.body), path).toBe(false);
        }
      }
    });

    test("odd spellings, headers, methods and ways to ask open nothing", async () => {
      const attempts = await sliceOf(gated.slice(-3), buildIn(product.folder, lockedAction), 300);
      expect(await succeeded(product.origin, attempts, "", holdsGated)).toEqual([]);
    });

    test("a trial member gets 403 on the full page, an expired one everywhere", async () => {
      const trial = await cookieFor({ username: "tom", trial: "1", status: "1" });
      const expired = await cookieFor({ username: "eddie", trial: "0", status: "2" });
      const full = await request(`${product.origin}/full`, { headers: { ...navigation, cookie: trial } });
      expect(full.status).toBe(403);
      expect(holdsGated(full.body)).toBe(false);
      for (const path of gated) {
        const answer = await request(product.origin + path, { headers: { ...navigation, cookie: expired } });
        expect(answer.status, path).toBe(403);
        expect(holdsGated(answer.body), path).toBe(false);
      }
    });

    test("a session whose time is over opens nothing, not even to a request with an action's header", async ({
      running,
    }) => {
      const over = { loginAt: 1, seenAt: 1, exp: 2, claims: { username: "tom", trial: "1", status: "2" } };
      const cookie = await cookieOf({ nats: running.nats, product }, over);
      for (const path of gated) {
        for (const method of ["GET", "POST"]) {
          const headers = {
            cookie,
            "next-action": "x",
            origin: product.origin,
            "sec-fetch-site": "same-origin",
            "content-type": "text/plain",
          };
          const answer = await request(product.origin + path, {
            method,
            headers,
            body: method === "POST" ? "[]" : undefined,
          });
          expect(answer.status, `${method} ${path}`).not.toBe(200);
          expect(holdsGated(answer.body), `${method} ${path}`).toBe(false);
        }
      }
    });

    test("a member gets in", async () => {
      const cookie = await cookieFor({ username: "fiona", trial: "0", status: "1" });
      for (const path of gated) {
        const answer = await request(product.origin + path, { headers: { ...navigation, cookie } });
        expect([answer.status, holdsGated(answer.body)], path).toEqual([200, true]);
      }
    });

    test("an anonymous request gets no byte of a file", async () => {
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
