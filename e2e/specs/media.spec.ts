/** Members' files as they are sent: headers, ranges, conditions and names. */
import { free, full, header, mediaFolder, oddNames } from "../fixtures/media-folder";
import { cookieOf, expect, test } from "../fixtures/test";
import { type Answer, request } from "../fixtures/visitor";

const { dir, fill, remove } = mediaFolder("media");

test.use({ settings: { MEDIA_DIR: dir } });

test.beforeAll(async ({ running }) => {
  fill();
  // Next loads the route at its first request. Later answers state their length.
  await request(`${running.product.origin}/media/a.txt`, { headers: { cookie: await cookieOf(running) } });
});

test.afterAll(() => remove());

test("a whole file comes with its type, length, validators and policy", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  const answer = await request(`${product.origin}/media/a.txt`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  expect(answer.body === free).toBe(true);
  expect(answer.headers).toMatchObject({
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache, no-transform",
    "content-length": "100000",
    "content-security-policy": "sandbox; default-src 'none'",
    "content-type": "text/plain; charset=utf-8",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
  expect(header(answer, "vary")).toMatch(/\bcookie\b/i);
  expect(header(answer, "etag")).toMatch(/^"[\w-]+"$/);
  expect(answer.headers["content-encoding"]).toBeUndefined();
  for (const name of Object.keys(answer.headers)) expect(name).not.toMatch(/^x-middleware|^x-members|^x-accel|^x-send/);

  const head = await request(`${product.origin}/media/a.txt`, { method: "HEAD", headers: { cookie } });
  const same = (headers: Answer["headers"]) => ({ ...headers, date: undefined });
  expect([head.status, head.body, same(head.headers)]).toEqual([200, "", same(answer.headers)]);

  const packed = await request(`${product.origin}/media/a.txt`, { headers: { cookie, "accept-encoding": "gzip, br" } });
  expect(packed.headers["content-encoding"]).toBeUndefined();
  expect(packed.body === free).toBe(true);
});

test("ranges of a file come byte for byte", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  const ask = (range: string, more = {}) =>
    request(`${product.origin}/media/full/a.txt`, { headers: { cookie, range, ...more } });
  for (const [range, start, end] of [
    ["bytes=0-0", 0, 0],
    ["bytes=0-99999", 0, 99_999],
    ["bytes=12345-", 12_345, 99_999],
    ["bytes=65535-65536", 65_535, 65_536],
    ["bytes=-7", 99_993, 99_999],
    ["bytes=-200000", 0, 99_999],
    ["bytes=99999-999999", 99_999, 99_999],
  ] as const) {
    const answer = await ask(range);
    expect([answer.status, header(answer, "content-range")]).toEqual([206, `bytes ${start}-${end}/100000`]);
    expect(header(answer, "content-length")).toBe(String(end - start + 1));
    expect(answer.body === full.slice(start, end + 1), range).toBe(true);
  }
  const several = await ask("bytes=0-9,70000-70019,-5");
  const boundary = /^multipart\/byteranges; boundary=(.+)$/.exec(header(several, "content-type"))?.[1];
  expect(several.status).toBe(206);
  expect(several.body).toBe(
    [
      ["0-9", full.slice(0, 10)],
      ["70000-70019", full.slice(70_000, 70_020)],
      ["99995-99999", full.slice(-5)],
    ]
      .map(
        ([range, bytes]) =>
          `\r\n--${boundary}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-range: bytes ${range}/100000\r\n\r\n${bytes}`,
      )
      .concat(`\r\n--${boundary}--\r\n`)
      .join(""),
  );
  expect(header(several, "content-length")).toBe(String(several.body.length));
  const beyond = await ask("bytes=100000-");
  expect([beyond.status, header(beyond, "content-range"), beyond.body]).toEqual([416, "bytes */100000", ""]);
  const many = await ask(`bytes=${Array.from({ length: 500 }, (_, at) => `${at * 3}-${at * 3}`).join(",")}`);
  expect([many.status, many.body === full]).toEqual([200, true]);
  const etag = header(beyond, "etag");
  expect((await ask("bytes=0-1", { "if-range": etag })).status).toBe(206);
  expect((await ask("bytes=0-1", { "if-range": header(beyond, "last-modified") })).status).toBe(206);
  expect((await ask("bytes=0-1", { "if-range": '"older"' })).body === full).toBe(true);
});

test("conditional requests get 304 or 412 without a body", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  const ask = (headers: Record<string, string>) =>
    request(`${product.origin}/media/a.txt`, { headers: { cookie, ...headers } });
  const first = await ask({});
  const etag = header(first, "etag");
  for (const condition of [{ "if-none-match": etag }, { "if-modified-since": header(first, "last-modified") }]) {
    const answer = await ask(condition);
    expect([answer.status, answer.body]).toEqual([304, ""]);
    expect(answer.headers).toMatchObject({ etag, "cache-control": "private, no-cache, no-transform" });
    expect(header(answer, "vary")).toMatch(/\bcookie\b/i);
  }
  expect((await ask({ "if-none-match": '"older"' })).status).toBe(200);
  for (const condition of [{ "if-match": '"older"' }, { "if-unmodified-since": "Thu, 01 Jan 2015 00:00:00 GMT" }]) {
    const answer = await ask(condition);
    expect([answer.status, answer.body]).toEqual([412, ""]);
  }
  // The session is checked first: without one a condition reveals nothing.
  expect((await request(`${product.origin}/media/a.txt`, { headers: { "if-none-match": etag } })).status).not.toBe(304);
});

test("names with spaces, signs and other scripts work, to show and to save", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  for (const name of oddNames) {
    const url = `${product.origin}/media/${encodeURIComponent(name)}`;
    const answer = await request(url, { headers: { cookie } });
    expect([answer.status, answer.body], name).toEqual([200, name]);
    const saved = await request(`${url}?download`, { headers: { cookie } });
    const full = header(saved, "content-disposition").split("filename*=UTF-8''")[1] ?? "";
    expect(decodeURIComponent(full)).toBe(name);
    expect(header(saved, "content-disposition")).toMatch(/^attachment; filename="[ -~]+"; /);
  }
});
