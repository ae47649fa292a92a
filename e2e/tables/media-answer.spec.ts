/** Responses to requests for a file: preconditions (RFC 9110 section 13.2.2), types and lengths. */
import { expect, test } from "@playwright/test";
import { answerFor, handOverHeaders } from "../../lib/media/answer";

/** 2027-01-15 08:00:00.250 GMT. Dates in headers have no fraction of a second; the ETag has. */
const file = { name: "film.mp4", size: 1000, modified: 1_800_000_000_250 };
const lastModified = "Fri, 15 Jan 2027 08:00:00 GMT";
const before = "Fri, 15 Jan 2027 07:59:59 GMT";
const after = "Fri, 15 Jan 2027 08:00:01 GMT";

const get = (headers: Record<string, string> = {}, facts = file) =>
  answerFor(facts, "GET", new Headers(headers), false);
const etag = get().headers.etag ?? "";

test("a request without conditions gets the whole file", () => {
  expect(get()).toEqual({
    status: 200,
    headers: {
      "accept-ranges": "bytes",
      "cache-control": "private, no-cache, no-transform",
      "content-length": "1000",
      "content-security-policy": "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'",
      "content-type": "video/mp4",
      etag,
      "last-modified": lastModified,
      vary: "Cookie",
      "x-content-type-options": "nosniff",
    },
    pieces: [{ start: 0, end: 999 }],
  });
});

test("the ETag is strong and changes with size or time of change", () => {
  expect(etag).toMatch(/^"[\w-]+"$/);
  for (const change of [{ size: 1001 }, { modified: file.modified + 0.01 }, { modified: file.modified - 1000 }]) {
    expect(get({}, { ...file, ...change }).headers.etag).not.toBe(etag);
  }
  expect(get({}, { ...file, name: "copy.mp4" }).headers.etag).toBe(etag);
});

for (const { headers, status } of [
  { headers: { "if-none-match": etag }, status: 304 },
  { headers: { "if-none-match": `W/${etag}` }, status: 304 },
  { headers: { "if-none-match": `"x", ${etag}` }, status: 304 },
  { headers: { "if-none-match": "*" }, status: 304 },
  { headers: { "if-none-match": '"x"' }, status: 200 },
  { headers: { "if-modified-since": lastModified }, status: 304 },
  { headers: { "if-modified-since": after }, status: 304 },
  { headers: { "if-modified-since": before }, status: 200 },
  { headers: { "if-modified-since": "yesterday" }, status: 200 },
  // The ETag takes precedence over the date.
  { headers: { "if-none-match": '"x"', "if-modified-since": after }, status: 200 },
  { headers: { "if-none-match": etag, "if-modified-since": before }, status: 304 },
  { headers: { "if-none-match": etag, range: "bytes=0-1" }, status: 304 },
  { headers: { "if-match": etag }, status: 200 },
  { headers: { "if-match": "*" }, status: 200 },
  { headers: { "if-match": `"x" , ${etag}` }, status: 200 },
  { headers: { "if-match": '"x"' }, status: 412 },
  { headers: { "if-match": `W/${etag}` }, status: 412 },
  { headers: { "if-match": "" }, status: 412 },
  { headers: { "if-match": '"x"', "if-none-match": etag }, status: 412 },
  { headers: { "if-match": '"x"', range: "bytes=0-1" }, status: 412 },
  { headers: { "if-match": etag, range: "bytes=0-1" }, status: 206 },
  { headers: { "if-unmodified-since": lastModified }, status: 200 },
  { headers: { "if-unmodified-since": after }, status: 200 },
  { headers: { "if-unmodified-since": before }, status: 412 },
  { headers: { "if-unmodified-since": "yesterday" }, status: 200 },
  { headers: { "if-match": etag, "if-unmodified-since": before }, status: 200 },
  { headers: { range: "bytes=0-1" }, status: 206 },
  { headers: { range: "bytes=0-1", "if-range": etag }, status: 206 },
  { headers: { range: "bytes=0-1", "if-range": lastModified }, status: 206 },
  { headers: { range: "bytes=0-1", "if-range": `W/${etag}` }, status: 200 },
  { headers: { range: "bytes=0-1", "if-range": '"x"' }, status: 200 },
  { headers: { range: "bytes=0-1", "if-range": before }, status: 200 },
  { headers: { range: "bytes=0-1", "if-range": after }, status: 200 },
  { headers: { range: "bytes=0-1", "if-range": "" }, status: 200 },
  { headers: { range: "bytes=1000-" }, status: 416 },
  { headers: { range: "bytes=1000-", "if-range": '"x"' }, status: 200 },
] as const) {
  test(`${JSON.stringify(headers)} gets ${status}`, () => {
    const answer = get(headers);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ etag, "last-modified": lastModified, vary: "Cookie" });
    if (status === 304 || status === 412 || status === 416) {
      expect(answer.pieces).toEqual([]);
      expect(answer.headers["content-length"]).toBeUndefined();
      expect(answer.headers["content-type"]).toBeUndefined();
    }
    expect(answer.headers["content-range"]).toBe({ 206: "bytes 0-1/1000", 416: "bytes */1000" }[status as number]);
  });
}

test("a HEAD ignores Range, and has the same conditions and length as a GET", () => {
  const head = (headers: Record<string, string>) => answerFor(file, "HEAD", new Headers(headers), false);
  expect(head({ range: "bytes=0-1" })).toEqual(get());
  expect(head({ range: "bytes=5000-" }).status).toBe(200);
  expect(head({ "if-none-match": etag }).status).toBe(304);
});

test("one range gets 206 with Content-Range", () => {
  const { headers, pieces } = get({ range: "bytes=-100" });
  expect(headers).toMatchObject({
    "content-length": "100",
    "content-range": "bytes 900-999/1000",
    "content-type": "video/mp4",
  });
  expect(pieces).toEqual([{ start: 900, end: 999 }]);
});

test("several ranges get multipart/byteranges with a random boundary and the right length", () => {
  const { status, headers, pieces } = get({ range: "bytes=0-9,-10" });
  expect(status).toBe(206);
  const boundary = /^multipart\/byteranges; boundary=([\w-]{20,70})$/.exec(headers["content-type"] ?? "")?.[1];
  expect(pieces).toEqual([
    `\r\n--${boundary}\r\ncontent-type: video/mp4\r\ncontent-range: bytes 0-9/1000\r\n\r\n`,
    { start: 0, end: 9 },
    `\r\n--${boundary}\r\ncontent-type: video/mp4\r\ncontent-range: bytes 990-999/1000\r\n\r\n`,
    { start: 990, end: 999 },
    `\r\n--${boundary}--\r\n`,
  ]);
  const text = pieces.filter((piece) => typeof piece === "string").join("");
  expect(headers["content-length"]).toBe(String(20 + text.length));
  expect(headers["content-range"]).toBeUndefined();
  expect(get({ range: "bytes=0-9,-10" }).headers["content-type"]).not.toBe(headers["content-type"]);
});

test("an empty file gets 200 and an empty body", () => {
  const answer = get({ range: "bytes=0-" }, { ...file, size: 0 });
  expect([answer.status, answer.headers["content-length"]]).toEqual([200, "0"]);
});

for (const [name, type, page = false] of [
  ["a.jpg", "image/jpeg"],
  ["a.JPEG", "image/jpeg"],
  ["a.png", "image/png"],
  ["a.webp", "image/webp"],
  ["a.avif", "image/avif"],
  ["a.mp4", "video/mp4"],
  ["a.webm", "video/webm"],
  ["a.mov", "video/quicktime"],
  ["a.mp3", "audio/mpeg"],
  ["a.m3u8", "application/vnd.apple.mpegurl", true],
  ["a.ts", "video/mp2t"],
  ["a.m4s", "video/iso.segment"],
  ["a.vtt", "text/vtt; charset=utf-8", true],
  ["a.zip", "application/zip", true],
  ["a.pdf", "application/pdf", false],
  ["a.svg", "image/svg+xml", true],
  ["a.html", "text/html; charset=utf-8", true],
  ["a.xhtml", "application/xhtml+xml", true],
  ["a.xml", "application/xml", true],
  ["a.txt", "text/plain; charset=utf-8", true],
  ["a.unheard-of", "application/octet-stream", true],
  ["mp4", "application/octet-stream", true],
  ["a.", "application/octet-stream", true],
] as const) {
  test(`${name} is ${type}${page ? ", in a sandbox" : ""}`, () => {
    const { headers } = get({}, { ...file, name });
    expect(headers["content-type"]).toBe(type);
    expect(headers["content-security-policy"]).toMatch(
      page ? /^sandbox; default-src 'none'$/ : /^default-src 'none'; img-src 'self'; /,
    );
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });
}

for (const [name, disposition] of [
  ["film.mp4", `attachment; filename="film.mp4"; filename*=UTF-8''film.mp4`],
  ["two words.mp4", `attachment; filename="two words.mp4"; filename*=UTF-8''two%20words.mp4`],
  ["Élan.mp4", `attachment; filename="_lan.mp4"; filename*=UTF-8''%C3%89lan.mp4`],
  ["日本.mp4", `attachment; filename="__.mp4"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.mp4`],
  ['a"b\\c%41.mp4', `attachment; filename="a_b_c_41.mp4"; filename*=UTF-8''a%22b%5Cc%2541.mp4`],
  ["it's (1)*.mp4", `attachment; filename="it's (1)*.mp4"; filename*=UTF-8''it%27s%20%281%29%2A.mp4`],
  ["a;b\r\nx: y.mp4", `attachment; filename="a;b__x: y.mp4"; filename*=UTF-8''a%3Bb%0D%0Ax%3A%20y.mp4`],
] as const) {
  test(`saved as ${JSON.stringify(name)}`, () => {
    expect(answerFor({ ...file, name }, "GET", new Headers(), true).headers["content-disposition"]).toBe(disposition);
    expect(get({}, { ...file, name }).headers["content-disposition"]).toBeUndefined();
  });
}

test("a file handed over leaves length, ETag, date and ranges to the web server", () => {
  const headers = handOverHeaders(file, true);
  expect(headers).toMatchObject({ "content-type": "video/mp4", "cache-control": "private, no-cache, no-transform" });
  expect(headers["content-disposition"]).toContain("film.mp4");
  for (const name of ["content-length", "etag", "last-modified", "accept-ranges"])
    expect(headers[name]).toBeUndefined();
});
