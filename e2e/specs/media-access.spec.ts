/** Which requests get members' files. No spelling, range, method or link gets past the gate. */
import { expired, free, full, header, mediaFolder, secret, trial, unknown } from "../fixtures/media-folder";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

const { dir, fill, remove } = mediaFolder("media-access");

test.use({ settings: { MEDIA_DIR: dir } });

test.beforeAll(async ({ running }) => {
  fill();
  // Next loads the route at its first request. Later answers state their length.
  await request(`${running.product.origin}/media/a.txt`, { headers: { cookie: await cookieOf(running) } });
});

test.afterAll(() => remove());

test("a path that is not a file of the folder gets 404, always with the same body", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  const answers = new Set<string>();
  for (const path of [
    "nothing.txt",
    "full",
    "full/nothing.txt",
    "a.txt/b",
    ".env",
    ".hidden/a.txt",
    "settings.txt",
    "out.txt",
    "up/media-access-outside.txt",
    "up/up/package.json",
    "pipe.txt",
    "a.txt.segments/_tree.segment.txt",
  ]) {
    for (const method of ["GET", "HEAD"]) {
      const answer = await request(`${product.origin}/media/${path}`, { method, headers: { cookie } });
      expect(answer.status, path).toBe(404);
      expect(header(answer, "cache-control")).toBe("private, no-store");
      if (method === "GET") answers.add(answer.body);
    }
  }
  expect([...answers]).toEqual(['{"error":"not_found"}']);
  expect((await request(`${product.origin}/media`, { headers: { cookie } })).status).toBe(404);
  for (const rawPath of ["/media/..%2fpackage.json", "/media/..%5cpackage.json", "/media/a.txt%00", "/media/%61.txt"]) {
    expect((await request(product.origin, { headers: { cookie }, rawPath })).status, rawPath).toBe(400);
  }
});

/** Spellings of the address of the full file, and paths that lead to it. */
const spellings = [
  "/media/full/a.txt",
  "/media/full/a.txt?download",
  "/media//full/a.txt",
  "/media/./full/a.txt",
  "/media/x/../full/a.txt",
  "/media/full/../full/a.txt",
  "/members/../media/full/a.txt",
  "/brand/../media/full/a.txt",
  "/brand/..%2fmedia/full/a.txt",
  "/_next/static/../../media/full/a.txt",
  "/_next/static/..%2f..%2fmedia/full/a.txt",
  "/%6dedia/full/a.txt",
  "/media/%66ull/a.txt",
  "/media/%2566ull/a.txt",
  "/media/x%2f..%2ffull/a.txt",
  "/media/x/..%2ffull/a.txt",
  "/media/x/%2e%2e/full/a.txt",
  "/media/full%2fa.txt",
  "/media/full%252fa.txt",
  "/media/full%5ca.txt",
  "/media/full\\a.txt",
  "/media/full;x/a.txt",
  "/media/FULL/a.txt",
  "/media/Full/A.TXT",
  "/media/full/a.txt/",
  "/media/full/a.txt.rsc",
  "/media/full/a.txt.segments/_tree.segment.rsc",
  "/media/x.segments/full/a.txt.segment.rsc",
  "/media/to-full.txt",
  "/media/folder/a.txt",
  "/_next/image?url=%2Fmedia%2Ffull%2Fa.gif&w=64&q=75",
  "/_next/image?url=%2Fmedia%2Fa.gif&w=64&q=75",
  "/_next/data/x/media/full/a.txt",
];

const waysToAsk: { method: string; headers: Record<string, string> }[] = [
  { method: "GET", headers: {} },
  { method: "GET", headers: navigation },
  { method: "GET", headers: { range: "bytes=0-9" } },
  { method: "GET", headers: { range: "bytes=0-0,-1", "sec-fetch-dest": "video", "sec-fetch-mode": "no-cors" } },
  { method: "GET", headers: { "if-none-match": "*" } },
  { method: "GET", headers: { rsc: "1", "next-router-prefetch": "1" } },
  { method: "GET", headers: { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" } },
  { method: "HEAD", headers: {} },
  { method: "POST", headers: {} },
  { method: "OPTIONS", headers: {} },
];

test("an anonymous request gets no byte by any spelling, range or method, and does not learn what exists", async ({
  product,
}) => {
  const paths = [
    ...spellings,
    "/media/a.txt",
    "/media/a.gif",
    "/media",
    "/media/",
    "/%6dedia/a.txt",
    "/media/nothing.txt",
  ];
  const faults: string[] = [];
  for (const rawPath of paths) {
    for (const { method, headers } of waysToAsk) {
      const answer = await request(product.origin, { method, headers, rawPath });
      const names = Object.keys(answer.headers).join(" ");
      const isClosed =
        [302, 307, 308, 400, 401, 404].includes(answer.status) &&
        !/F00000|m00000|GIF89|marker/.test(answer.body) &&
        !(rawPath.startsWith("/media") && /etag|last-modified|accept-ranges|content-(range|disposition)/.test(names));
      if (!isClosed) faults.push(`${method} ${rawPath} ${JSON.stringify(headers)}: ${answer.status} ${names}`);
    }
  }
  // Thousands of expectations would take longer than the requests.
  expect(faults).toEqual([]);
  for (const { method, headers } of waysToAsk) {
    const ask = async (name: string) => {
      const answer = await request(`${product.origin}/media/full/${name}.txt`, { method, headers });
      const told = JSON.stringify([answer.status, { ...answer.headers, date: "" }, answer.body]);
      return told.replaceAll(name, "NAME").replace(/"content-length":"\d+"/, "");
    };
    expect(await ask("missing")).toBe(await ask("there"));
  }
});

test("a trial member gets teasers and never a full file; an expired or unknown member gets nothing", async ({
  product,
  nats,
}) => {
  const tom = await cookieOf({ nats, product }, trial);
  const teaser = await request(`${product.origin}/media/a.txt`, { headers: { cookie: tom } });
  expect([teaser.status, teaser.body === free]).toEqual([200, true]);
  const faults: string[] = [];
  for (const changes of [trial, expired, unknown]) {
    const cookie = await cookieOf({ nats, product }, changes);
    for (const rawPath of spellings) {
      for (const { method, headers } of waysToAsk) {
        const answer = await request(product.origin, { method, rawPath, headers: { ...headers, cookie } });
        const isClosed =
          [204, 302, 307, 308, 400, 401, 403, 404, 405].includes(answer.status) &&
          !secret.test(answer.body) &&
          !answer.body.includes("GIF89") &&
          (answer.status !== 403 || header(answer, "cache-control") === "private, no-store");
        if (!isClosed) faults.push(`${method} ${rawPath} ${JSON.stringify({ headers, changes })}: ${answer.status}`);
      }
    }
  }
  expect(faults).toEqual([]);
  for (const path of ["/media/full/a.txt", "/media/full/nothing.txt", "/media/to-full.txt", "/media/folder/a.txt"]) {
    expect((await request(product.origin + path, { headers: { cookie: tom } })).status, path).toBe(403);
  }
  const eddie = await cookieOf({ nats, product }, expired);
  expect((await request(`${product.origin}/media/a.txt`, { headers: { cookie: eddie } })).status).toBe(403);
  const gone = await cookieOf({ nats, product }, { exp: Math.floor(Date.now() / 1000) - 10 });
  const late = await request(`${product.origin}/media/a.txt`, { headers: { cookie: gone, "sec-fetch-dest": "image" } });
  expect([late.status, late.body.includes("timed_out")]).toEqual([401, true]);
  const fiona = await cookieOf({ nats, product });
  for (const path of ["/media/to-full.txt", "/media/folder/a.txt"]) {
    expect((await request(product.origin + path, { headers: { cookie: fiona } })).body === full, path).toBe(true);
  }
});

test("methods other than GET, HEAD and OPTIONS get 405", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const answer = await request(`${product.origin}/media/a.txt`, { method, headers: { cookie } });
    expect([answer.status, answer.body.includes("m0000")], method).toEqual([405, false]);
  }
});

test("an answer that sets a cookie is not stored", async ({ product, nats }) => {
  const now = Math.floor(Date.now() / 1000);
  const cookie = await cookieOf({ nats, product }, { seenAt: now - 1800 });
  const answer = await request(`${product.origin}/media/a.txt`, { headers: { cookie } });
  expect([answer.status, header(answer, "cache-control")]).toEqual([200, "private, no-store"]);
  expect(header(answer, "set-cookie")).toContain("members.session=");
  expect(header(answer, "content-security-policy")).toBe("sandbox; default-src 'none'");
});

test("the route reads claims that are due, and a membership that has ended closes the files", async ({
  product,
  nats,
}) => {
  const now = Math.floor(Date.now() / 1000);
  const old = {
    loginAt: now - 400,
    checkedAt: now - 400,
    triedAt: now - 400,
    token: "no-such-token",
    exp: now + 28_400,
  };
  const cookie = await cookieOf({ nats, product }, old);
  const answer = await request(`${product.origin}/media/a.txt`, {
    headers: { cookie, "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" },
  });
  expect([answer.status, header(answer, "cache-control")]).toEqual([401, "private, no-store"]);
  expect(nats.calls.count("userinfo")).toBe(1);
});
