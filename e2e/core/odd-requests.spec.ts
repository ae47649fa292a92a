/** Requests that Next would answer with 500 and a stack, or never: refused, by one line at most. */
import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { freePort, root, spawnProduct, standardSettings } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const someId = `40${"a".repeat(40)}`;
const part = (name: string, value = "x") =>
  `--abc\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const multipart = { "content-type": "multipart/form-data; boundary=abc" };
const foreign = { origin: "https://elsewhere.example" };

/** POSTs that are no forms of the site. */
const posts: { what: string; headers: Record<string, string>; body: string }[] = [
  { what: "a form without a boundary", headers: { "content-type": "multipart/form-data" }, body: "x" },
  { what: "a form that is none", headers: multipart, body: "x" },
  { what: "a form that ends too early", headers: multipart, body: part("a") },
  { what: "a form without an action", headers: multipart, body: `${part("a")}--abc--\r\n` },
  { what: "a form of another site", headers: { ...multipart, ...foreign }, body: `${part("a")}--abc--\r\n` },
  {
    what: "an action of another site",
    headers: { ...multipart, ...foreign },
    body: `${part(`$ACTION_ID_${someId}`)}--abc--\r\n`,
  },
  { what: "an unknown action", headers: multipart, body: `${part(`$ACTION_ID_${someId}`)}--abc--\r\n` },
  { what: "an odd action", headers: multipart, body: `${part("$ACTION_ID_\u001b[31m")}--abc--\r\n` },
  {
    what: "a broken action",
    headers: multipart,
    body: `${part("$ACTION_REF_1")}${part("$ACTION_1:0", "{\u001b")}--abc--\r\n`,
  },
  { what: "no origin", headers: { ...multipart, origin: "null" }, body: `${part(`$ACTION_ID_${someId}`)}--abc--\r\n` },
  {
    what: "a broken origin",
    headers: { ...multipart, origin: "elsewhere" },
    body: `${part(`$ACTION_ID_${someId}`)}--abc--\r\n`,
  },
  { what: "a plain form", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "a=b" },
  { what: "a text", headers: { "content-type": "text/plain" }, body: "x" },
  { what: "a short id", headers: { "next-action": "x" }, body: "x" },
  { what: "an id with a control character", headers: { "next-action": "\u009bred" }, body: "x" },
  { what: "an unknown id", headers: { "next-action": someId }, body: "x" },
  {
    what: "an unknown id from another site",
    headers: { "next-action": someId, origin: "https://e\u009bvil.example" },
    body: "x",
  },
  {
    what: "an unknown id with a broken form",
    headers: { "next-action": someId, "content-type": "multipart/form-data" },
    body: "x",
  },
];

for (const path of [
  "/",
  "/robots.txt",
  "/brand/icon.svg",
  "/brand/none",
  "/members",
  "/members/none",
  "/media/none.txt",
]) {
  test(`POSTs to ${path} that are no forms of the site get no 500, and a log line at most`, async ({
    product,
    nats,
  }) => {
    const cookie = await cookieOf({ nats, product });
    for (const { what, headers, body } of posts) {
      const before = product.output().length;
      const sent = { origin: product.origin, ...(path.startsWith("/m") ? { cookie } : {}), ...headers };
      const answer = await request(product.origin + path, { method: "POST", headers: sent, body });
      const printed = product.output().slice(before);
      expect.soft(answer.status, what).toBeLessThan(500);
      expect.soft(printed.split("\n").filter(Boolean).length, `${what}: ${printed}`).toBeLessThanOrEqual(1);
      expect.soft(printed, what).not.toMatch(control);
    }
  });
}

for (const path of ["/", "/brand/none", "/members/none", "/signed-out"]) {
  test(`the router's headers to ${path} get no 500 if they are broken`, async ({ product, nats }) => {
    const cookie = await cookieOf({ nats, product });
    const before = product.output().length;
    for (const tree of ["x", "\u009b", "%7B%7D", "%", "[]", encodeURIComponent('["",{"a":1}]'), "a, b"]) {
      const headers = { cookie, rsc: "1", "next-router-state-tree": tree };
      expect.soft((await request(product.origin + path, { headers })).status, tree).toBe(400);
    }
    const good = { cookie, rsc: "1", "next-router-state-tree": encodeURIComponent('["",{}]') };
    expect((await request(product.origin + path, { headers: good })).status).not.toBe(400);
    expect(product.output().slice(before)).toBe("");
  });
}

test("methods and addresses without a page get 4xx, and no log line", async ({ product }) => {
  const before = product.output().length;
  for (const [method, rawPath, status] of [
    ["TRACE", "/", 405],
    ["TRACE", "/members", 405],
    ["OPTIONS", "*", 400],
    ["GET", "*", 400],
    ["GET", "*x", 400],
    ["GET", "*?a", 400],
    ["OPTIONS", "/robots.txt", 405],
    ["DELETE", "/brand/icon.svg", 405],
  ] as const) {
    expect.soft((await request(product.origin, { method, rawPath })).status, `${method} ${rawPath}`).toBe(status);
  }
  expect(product.output().slice(before)).toBe("");
});

test("no page of Next's own is an address, for a member either", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  for (const path of ["/_global-error", "/_not-found", "/_error", "/404", "/500", "/_app", "/_document"]) {
    const { status } = await request(product.origin + path, { headers: { ...navigation, cookie } });
    expect.soft(status, path).toBe(404);
  }
});

test("a redirect to the usual spelling of an address stays in no cache", async ({ product }) => {
  for (const rawPath of ["/members/", "/archive/2019/", "//members", "/members//account", "/members\\account"]) {
    const { status, headers } = await request(product.origin, { rawPath });
    expect.soft([status, headers["cache-control"]], rawPath).toEqual([308, "no-store"]);
  }
});

test("a page, handler or file has no second address under /_next/data/", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  const build = readFileSync(join(root, ".next/BUILD_ID"), "utf8").trim();
  const paths = ["", "/index", "/members", "/login", "/robots.txt", "/media/teasers/last-light.webm"];
  for (const path of [...paths, "/api/auth/session", "/api/auth/check", "/index/api/auth/check"]) {
    const answer = await request(`${product.origin}/_next/data/${build}${path}.json?claims=1`, { headers: { cookie } });
    expect.soft([answer.status, answer.body.slice(0, 20)], path).toEqual([404, "Not found\n"]);
  }
});

for (const target of ["http://elsewhere.example", "http://a@b", "HTTPS://[", "http://localhost:99999", "http://"]) {
  test(`a request line with an absolute address, as ${target}/, gets the page of its path`, async ({ product }) => {
    const before = product.output().length;
    const asked = (path: string) => request(product.origin, { rawPath: target + path, headers: navigation });
    expect((await asked("/robots.txt")).body).toBe((await request(`${product.origin}/robots.txt`)).body);
    expect((await asked("/?a=b")).status).toBe(200);
    expect((await asked("/members?a=b")).location).toBe(`${product.origin}/login?returnTo=%2Fmembers%3Fa%3Db`);
    expect(product.output().slice(before)).toBe("");
  });
}

test("a file asked for by a wrong range or under a failing condition gets 416 or 412", async ({ product }) => {
  const script = /\/_next\/static\/[^"]+\.js/.exec((await request(product.origin)).body)?.[0] ?? "";
  for (const path of ["/robots.txt", "/brand/icon.svg", script]) {
    for (const method of ["GET", "HEAD"]) {
      for (const [name, value, status] of [
        ["range", "bytes=0-3", 206],
        ["range", "bytes=99999999-", 416],
        ["if-match", '"other"', 412],
        ["if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT", 412],
        ["if-none-match", "*", 304],
      ] as const) {
        const answer = await request(product.origin + path, { method, headers: { [name]: value } });
        expect.soft(answer.status, `${method} ${path} ${name}`).toBe(status);
      }
    }
  }
});

test("a connection made before the server is ready is guarded, too", async ({ nats }) => {
  const port = await freePort();
  const child = spawnProduct({ port, settings: standardSettings(`http://localhost:${port}`, nats.metadataUrl) });
  try {
    const early = await connected(port);
    const answer = new Promise<string>((resolve) => {
      let text = "";
      early.on("data", (bytes) => {
        text += String(bytes);
        const statuses = text.match(/HTTP\/1\.1 \d+/g) ?? [];
        if (statuses.length === 2) resolve(statuses.join());
        else early.write("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      });
    });
    early.write("HEAD /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(await answer).toBe("HTTP/1.1 200,HTTP/1.1 405");
    early.destroy();
  } finally {
    child.kill("SIGKILL");
  }
});

/** Connects as soon as a port listens. */
function connected(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, "localhost", () => resolve(socket));
    socket.on("error", () => setTimeout(() => resolve(connected(port)), 5));
  });
}

test("a body that is too long gets a log line without the query of its address", async ({ product }) => {
  const before = product.output().length;
  const path = "/api/auth/callback/nats?code=secret-code&state=x";
  await request(product.origin + path, { method: "POST", body: "a".repeat(2_000_000) });
  const printed = product.output().slice(before);
  expect(printed).toContain("exceeded");
  expect(printed).not.toContain("secret-code");
});

test("200 requests for an upgrade are answered, and their connections end", async ({ product }) => {
  test.skip(process.platform !== "linux", "reads /proc");
  const descriptors = () => readdirSync(`/proc/${product.pid}/fd`).length;
  await request(product.origin);
  const before = descriptors();
  const paths = ["/", "/members", "/%", "/robots.txt", "/api/auth/session"];
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, at) => upgradeRequest(product.origin, paths[at % paths.length] ?? "/")),
  );
  expect([...new Set(answers)].sort()).toEqual(["HTTP/1.1 200", "HTTP/1.1 302", "HTTP/1.1 400"]);
  await expect.poll(descriptors).toBeLessThanOrEqual(before + 3);
});

/** Asks for a WebSocket. Returns the start of the answer once the server ends the connection. */
function upgradeRequest(origin: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(origin);
    let text = "";
    const socket = connect(Number(port), hostname);
    socket.on("data", (bytes) => {
      text += String(bytes);
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text.slice(0, 12)));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  });
}
