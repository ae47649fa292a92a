/** Two locks: with the gate or the guard taken away, the other one still refuses. */
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
  ],
};

const renamed: Alteration = {
  rename: { "middleware.ts": "proxy.ts" },
  replace: { ...noGuard, "middleware.ts": [["export function middleware", "export function proxy"]] },
};

for (const { name, alteration, refused } of [
  { name: "the gate alone (guard removed)", alteration: { replace: noGuard }, refused: [302, 401] },
  { name: "the gate alone as proxy.ts (guard removed)", alteration: renamed, refused: [302, 401] },
  {
    name: "the guard alone (middleware.ts removed)",
    alteration: { remove: ["middleware.ts"] },
    refused: [307],
  },
] as const) {
  test.describe(name, () => {
    let product: Awaited<ReturnType<typeof startAltered>>;

    test.beforeAll(async ({ running }) => {
      product = await startAltered({ ...alteration, add: lockedPages }, running.nats);
    });

    test.afterAll(async () => {
      await product?.stop();
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
          expect(refused, `${path} ${JSON.stringify(headers)}`).toContain(answer.status);
          expect(holdsGated(answer.body), path).toBe(false);
        }
      }
    });

    test("odd spellings, headers, methods and ways to ask open nothing", async () => {
      const attempts = await sliceOf(gated.slice(-3), buildIn(product.folder, lockedAction), 300);
      expect(await succeeded(product.origin, attempts, "", holdsGated)).toEqual([]);
    });

    test("a trial member gets 403 on the full page, an expired one everywhere", async ({ running }) => {
      const trial = await cookieOf(
        { nats: running.nats, product },
        { claims: { username: "tom", trial: "1", status: "1" } },
      );
      const expired = await cookieOf(
        { nats: running.nats, product },
        { claims: { username: "eddie", trial: "0", status: "2" } },
      );
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

    test("a member gets in", async ({ running }) => {
      const cookie = await cookieOf(
        { nats: running.nats, product },
        { claims: { username: "fiona", trial: "0", status: "1" } },
      );
      for (const path of gated) {
        const answer = await request(product.origin + path, { headers: { ...navigation, cookie } });
        expect([answer.status, holdsGated(answer.body)], path).toEqual([200, true]);
      }
    });
  });
}
