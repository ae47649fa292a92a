/** A site's own forms and route handlers keep their POSTs; other sites cannot send its forms. */
import { startAltered } from "../fixtures/altered-build";
import {
  formPages,
  memberForm,
  multipart,
  publicForm,
  publicHandler,
  sendForm,
  type Way,
} from "../fixtures/form-pages";
import type { Product } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

test.describe.configure({ mode: "serial" });

let product: Product;

test.beforeAll(async ({ running }) => {
  product = await startAltered(formPages, running.nats);
});

test.afterAll(async () => {
  await product?.stop();
});

const ways: Way[] = ["document", "script"];

for (const way of ways) {
  test(`a public and a gated form are taken, sent as ${way}`, async ({ nats }) => {
    const cookie = await cookieOf({ nats, product });
    for (const path of [publicForm, memberForm]) {
      const end = await sendForm(product.origin + path, way, { cookie });
      expect.soft(end.leadsTo, path).toContain(`${path}?sent=hello`);
    }
  });

  test(`a form without an origin is not taken: its page opens anew, sent as ${way}`, async ({ nats }) => {
    const cookie = await cookieOf({ nats, product });
    const before = product.output().length;
    for (const path of [publicForm, memberForm]) {
      const end = await sendForm(product.origin + path, way, { cookie, origin: "null" });
      expect.soft([end.status, end.leadsTo.replace(product.origin, "")], path).toEqual([303, path]);
    }
    expect(product.output().slice(before)).toBe("");
  });

  test(`a form of another site is refused, sent as ${way}`, async ({ nats }) => {
    const cookie = await cookieOf({ nats, product });
    const before = product.output().length;
    for (const origin of ["https://elsewhere.example", product.origin.replace("http:", "https:"), "elsewhere"]) {
      const forwarded = { "x-forwarded-host": new URL("https://elsewhere.example").host };
      const end = await sendForm(product.origin + publicForm, way, { cookie, origin, ...forwarded });
      expect.soft([end.status, end.leadsTo], origin).toEqual([403, ""]);
    }
    expect(product.output().slice(before)).toBe("");
  });
}

test("a public route handler gets any body, from any site", async () => {
  for (const origin of [product.origin, "https://elsewhere.example", "null"]) {
    const form = multipart([["text", "hello"]]);
    for (const { headers, body, text } of [
      { ...form, text: "hello" },
      { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "text=hello", text: "text=hello" },
      { headers: { "content-type": "application/json" }, body: "[]", text: "[]" },
    ]) {
      const answer = await request(product.origin + publicHandler, {
        method: "POST",
        headers: { origin, ...headers },
        body,
      });
      expect.soft([answer.status, JSON.parse(answer.body).text], `${origin} ${text}`).toEqual([200, text]);
    }
  }
});

test("a public route handler gets no identity header that a client has forged", async () => {
  const forged = ["oidc-claim-trial", "oidc_claim_trial", "x-remote-user", "remote_user", "x-members-path"];
  const answer = await request(product.origin + publicHandler, {
    method: "POST",
    headers: { ...Object.fromEntries(forged.map((name) => [name, "0"])), "content-type": "text/plain", "x-own": "1" },
    body: "hello",
  });
  const { names } = JSON.parse(answer.body);
  expect(names.filter((name: string) => forged.includes(name) || name === "x-own")).toEqual(["x-own"]);
});

test("an upload with names and bytes of every kind reaches a route handler", async () => {
  const bytes = Array.from({ length: 256 }, (_, at) => String.fromCharCode(at)).join("");
  const form = new FormData();
  form.set("text", "hello");
  form.set("file", new Blob([bytes.repeat(1000)]), 'é 日本 ".jpg');
  form.set("none", new Blob([]), "");
  const answer = await fetch(product.origin + publicHandler, { method: "POST", body: form });
  expect([answer.status, (await answer.json()).text]).toEqual([200, "hello"]);
});
