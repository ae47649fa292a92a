import { type Alteration, startAltered } from "../fixtures/altered-build";
import type { Product } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

test.describe.configure({ mode: "serial" });

const gated = ["/members", "/members/latest", "/members/account", "/full"];
/** Words that stand only on gated pages. */
const marker = /Welcome, |Page 1 of|This visit|Every season, and the long versions/;

const noGuard: NonNullable<Alteration["replace"]> = {
  "lib/locks/guard.ts": [
    [
      "const verdict = await verdictOn(gates.gates[gate].require);",
      `const verdict = await verdictOn(gates.gates[gate].require);
  const admitsAll = true as boolean;
  if (admitsAll) {
    return { sub: "1", iss: "", name: "nobody", reference: "", claims: { trial: "0" }, signedInAt: 0, checkedAt: 0, idleEndsAt: 0, endsAt: 0 };
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
    let product: Product;

    test.beforeAll(async ({ running }) => {
      product = await startAltered(alteration, running.nats);
    });

    test.afterAll(async () => {
      await product?.stop();
    });

    test("nobody gets a byte of a gated page", async () => {
      for (const path of gated) {
        for (const headers of [
          navigation,
          { accept: "*/*" },
          { rsc: "1", "sec-fetch-mode": "cors" },
          { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
        ]) {
          const answer = await request(product.origin + path, { headers: { ...headers } });
          expect(refused, `${path} ${JSON.stringify(headers)}`).toContain(answer.status);
          expect(answer.body).not.toMatch(marker);
        }
      }
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
      expect(full.body).not.toMatch(/Every season, and the long versions/);
      for (const path of gated) {
        const answer = await request(product.origin + path, { headers: { ...navigation, cookie: expired } });
        expect(answer.status).toBe(403);
        expect(answer.body).not.toMatch(marker);
      }
    });

    test("a session whose time is over opens nothing, not even to what claims to be a server action", async ({
      running,
    }) => {
      const over = { loginAt: 1, seenAt: 1, exp: 2, claims: { username: "tom", trial: "1", status: "2" } };
      const cookie = await cookieOf({ nats: running.nats, product }, over);
      for (const path of [...gated, "/members/me", "/members/suggest"]) {
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
          expect(answer.body).not.toMatch(marker);
        }
      }
    });

    test("a member gets in", async ({ running }) => {
      const cookie = await cookieOf(
        { nats: running.nats, product },
        { claims: { username: "fiona", trial: "0", status: "1" } },
      );
      const answer = await request(`${product.origin}/full`, { headers: { ...navigation, cookie } });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatch(marker);
    });
  });
}
