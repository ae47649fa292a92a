/** Members' files: who gets them, how they are sent, and what the browser does with them. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, withProduct } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { type Answer, navigation, request } from "../fixtures/visitor";

const dir = join(root, "e2e/.results/media");
const outside = join(root, "e2e/.results/media-outside.txt");

/** 100,000 letters, each place told from its neighbours. */
const text = (mark: string) =>
  Array.from({ length: 10_000 }, (_, at) => `${mark}${String(at).padStart(9, "0")}`).join("");
const free = text("m");
const full = text("F");
const secret = /F00000|outside-marker|hidden-marker/;

/** One pixel. */
const gif = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");

/** A minute of silence, 8 kHz and 8 bit: a browser needs ranges to jump in it. */
function wave(): Buffer {
  const bytes = 60 * 8000;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.alloc(bytes, 128)]);
}

const oddNames = ["two words.txt", "Élan.txt", "日本 🎬.txt", "a#b?c&d=e;f+g,h.txt", "it's (1)@*!.txt"];

test.use({ settings: { MEDIA_DIR: dir } });

test.beforeAll(async ({ running }) => {
  rmSync(dir, { recursive: true, force: true });
  for (const folder of ["full", ".hidden"]) mkdirSync(join(dir, folder), { recursive: true });
  const files: Record<string, string | Buffer> = {
    "a.txt": free,
    "full/a.txt": full,
    "full/there.txt": full,
    "full/a.gif": gif,
    ".env": "hidden-marker",
    ".hidden/a.txt": "hidden-marker",
    "a.gif": gif,
    "a.wav": wave(),
    "page.html": "<title>page</title><script>document.title = 'scripted'</script><h1>A page</h1>",
    "page.svg": `<svg xmlns="http://www.w3.org/2000/svg"><title>drawing</title><script>document.title = "scripted"</script></svg>`,
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(join(dir, path), content);
  for (const name of oddNames) writeFileSync(join(dir, name), name);
  writeFileSync(outside, "outside-marker");
  symlinkSync("../media-outside.txt", join(dir, "out.txt"));
  symlinkSync("..", join(dir, "up"));
  symlinkSync("full/a.txt", join(dir, "to-full.txt"));
  symlinkSync("full", join(dir, "folder"));
  symlinkSync(".env", join(dir, "settings.txt"));
  if (process.platform !== "win32") execFileSync("mkfifo", [join(dir, "pipe.txt")]);
  // The route is loaded at its first request; answers state their length from then on.
  await request(`${running.product.origin}/media/a.txt`, { headers: { cookie: await cookieOf(running) } });
});

test.afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
  rmSync(outside, { force: true });
});

const trial = { claims: { username: "tom", trial: "1", status: "1" } };
const expired = { claims: { username: "eddie", trial: "0", status: "2" } };
const unknown = { claims: { username: "una", status: "1" } };

/** The value of a header that a client might see twice. */
const header = (answer: Answer, name: string) => String(answer.headers[name] ?? "");

test("a file, whole, and what is said about it", async ({ product, nats }) => {
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

test("parts of a file, byte for byte", async ({ product, nats }) => {
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

test("conditional requests", async ({ product, nats }) => {
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
  // The session counts first: who has none any more learns nothing from a condition.
  expect((await request(`${product.origin}/media/a.txt`, { headers: { "if-none-match": etag } })).status).not.toBe(304);
});

test("names beyond ASCII, with spaces and signs, to show and to save", async ({ product, nats }) => {
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

test("what is no file of the folder is not found, and all of it alike", async ({ product, nats }) => {
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
    "up/media-outside.txt",
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

/** Ways to ask for the full file by another spelling. */
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

test("nobody gets a byte by any spelling, part or method, nor learns what exists", async ({ product }) => {
  const paths = [
    ...spellings,
    "/media/a.txt",
    "/media/a.gif",
    "/media",
    "/media/",
    "/%6dedia/a.txt",
    "/media/nothing.txt",
  ];
  for (const rawPath of paths) {
    for (const { method, headers } of waysToAsk) {
      const answer = await request(product.origin, { method, headers, rawPath });
      const where = `${method} ${rawPath} ${JSON.stringify(headers)}`;
      expect([302, 307, 308, 400, 401, 404], where).toContain(answer.status);
      expect(answer.body, where).not.toMatch(/F00000|m00000|GIF89|marker/);
      for (const name of ["etag", "last-modified", "accept-ranges", "content-range", "content-disposition"]) {
        if (rawPath.startsWith("/media")) expect(answer.headers[name], `${where} ${name}`).toBeUndefined();
      }
    }
  }
  for (const { method, headers } of waysToAsk) {
    const ask = async (name: string) => {
      const answer = await request(`${product.origin}/media/full/${name}.txt`, { method, headers });
      const told = JSON.stringify([answer.status, { ...answer.headers, date: "" }, answer.body]);
      return told.replaceAll(name, "NAME").replace(/"content-length":"\d+"/, "");
    };
    expect(await ask("missing")).toBe(await ask("there"));
  }
});

test("a trial member gets teasers and never a full file; others only what is theirs", async ({ product, nats }) => {
  const tom = await cookieOf({ nats, product }, trial);
  const teaser = await request(`${product.origin}/media/a.txt`, { headers: { cookie: tom } });
  expect([teaser.status, teaser.body === free]).toEqual([200, true]);
  for (const changes of [trial, expired, unknown]) {
    const cookie = await cookieOf({ nats, product }, changes);
    for (const rawPath of spellings) {
      for (const { method, headers } of waysToAsk) {
        const answer = await request(product.origin, { method, rawPath, headers: { ...headers, cookie } });
        const where = `${method} ${rawPath} ${JSON.stringify({ headers, changes })}`;
        expect([204, 302, 307, 308, 400, 401, 403, 404, 405], where).toContain(answer.status);
        expect(answer.body, where).not.toMatch(secret);
        expect(answer.body, where).not.toContain("GIF89");
        if (answer.status === 403) expect(header(answer, "cache-control"), where).toBe("private, no-store");
      }
    }
  }
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

test("only GET, HEAD and OPTIONS are understood", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const answer = await request(`${product.origin}/media/a.txt`, { method, headers: { cookie } });
    expect([answer.status, answer.body.includes("m0000")], method).toEqual([405, false]);
  }
});

test("an answer that sets a cookie is kept by nobody", async ({ product, nats }) => {
  const now = Math.floor(Date.now() / 1000);
  const cookie = await cookieOf({ nats, product }, { seenAt: now - 1800 });
  const answer = await request(`${product.origin}/media/a.txt`, { headers: { cookie } });
  expect([answer.status, header(answer, "cache-control")]).toEqual([200, "private, no-store"]);
  expect(header(answer, "set-cookie")).toContain("members.session=");
  expect(header(answer, "content-security-policy")).toBe("sandbox; default-src 'none'");
});

test("claims that are due are asked for by the route, and a membership that ended ends the files", async ({
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

test("the web server in front sends the bytes; we decide", async ({ nats }) => {
  for (const { send, name, expected } of [
    { send: "x-accel", name: "x-accel-redirect", expected: "/inside/full/a.txt" },
    { send: "x-sendfile", name: "x-sendfile", expected: `${dir}/full/a.txt` },
  ]) {
    const settings = { MEDIA_DIR: dir, MEDIA_SEND: send, MEDIA_ACCEL_PREFIX: "/inside" };
    await withProduct(nats, settings, async (product) => {
      const fiona = await cookieOf({ nats, product });
      const tom = await cookieOf({ nats, product }, trial);
      const ask = (path: string, cookie: string, headers = {}) =>
        request(`${product.origin}/media/${path}`, { headers: { ...headers, cookie } });
      const answer = await ask("full/a.txt?download", fiona, { range: "bytes=0-1", "if-none-match": "*" });
      expect([answer.status, answer.body]).toEqual([200, ""]);
      expect(answer.headers).toMatchObject({
        [name]: expected,
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename="a.txt"; filename*=UTF-8''a.txt`,
        "cache-control": "private, no-cache, no-transform",
      });
      expect(header(answer, "content-length")).not.toBe("100000");
      expect(answer.headers.etag).toBeUndefined();
      const led = await ask("folder/a.txt", fiona);
      expect(led.headers[name], "where a link led").toBe(expected);
      const odd = await ask(encodeURIComponent("日本 🎬.txt"), fiona);
      // nginx decodes; Debian's mod_xsendfile does not: it gets the bytes of the name.
      const named =
        send === "x-accel" ? encodeURIComponent("日本 🎬.txt") : Buffer.from("日本 🎬.txt").toString("latin1");
      expect(String(header(odd, name)).endsWith(`/${named}`)).toBe(true);
      for (const [path, cookie, status] of [
        ["full/a.txt", tom, 403],
        ["to-full.txt", tom, 403],
        ["out.txt", fiona, 404],
        ["nothing.txt", fiona, 404],
        [".env", fiona, 404],
        ["a.txt", "", 401],
      ] as const) {
        const refused = await ask(path, cookie, { "sec-fetch-mode": "no-cors" });
        expect([refused.status, refused.headers[name]], path).toEqual([status, undefined]);
      }
    });
  }
});

test("pictures and film load in a page with the session, seeking works, and nothing is shown after the session", async ({
  page,
  signInAs,
  product,
}) => {
  const seen: { status: number; range: string | undefined; path: string }[] = [];
  page.on("response", (answer) => {
    const { pathname } = new URL(answer.url());
    if (pathname.startsWith("/media/")) {
      seen.push({ status: answer.status(), range: answer.request().headers().range, path: pathname });
    }
  });
  await signInAs(page);
  await page.goto("/members");
  const picture = (path: string) =>
    page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      return image.decode().then(
        () => image.naturalWidth,
        () => 0,
      );
    }, path);
  expect(await picture("/media/full/a.gif")).toBe(1);
  const film = await page.evaluate(async () => {
    const video = document.createElement("video");
    video.src = "/media/a.wav";
    video.preload = "metadata";
    document.body.append(video);
    const happens = (name: string) => new Promise((done) => video.addEventListener(name, done, { once: true }));
    await happens("loadedmetadata");
    const { duration } = video;
    video.currentTime = 50;
    await happens("seeked");
    return { duration, at: video.currentTime, error: video.error?.message };
  });
  expect(film).toEqual({ duration: 60, at: 50, error: undefined });
  expect(seen.filter(({ path }) => path === "/media/a.wav").map(({ status }) => status)).toContain(206);

  // Kept, but asked for again each time: with the session unchanged it need not be sent, without it it is not shown.
  const again = page.waitForResponse((answer) => answer.url().endsWith("/media/full/a.gif"));
  await page.reload();
  expect(await picture("/media/full/a.gif")).toBe(1);
  expect(await (await again).allHeaders()).toMatchObject({ "cache-control": "private, no-cache, no-transform" });
  await page.context().clearCookies();
  expect(await picture("/media/full/a.gif?again")).toBe(0);
  const kept = await page.evaluate(async () => {
    const answers = await Promise.all(["/media/full/a.gif", "/media/a.wav"].map((path) => fetch(path)));
    return answers.map(({ status }) => status);
  });
  expect(kept).toEqual([401, 401]);

  await signInAs(page, trial);
  await page.goto(`${product.origin}/members`);
  expect(await picture("/media/a.gif")).toBe(1);
  expect(await picture("/media/full/a.gif?trial")).toBe(0);
});

test("a film opens on its own, and a page among the files runs no script", async ({ page, signInAs }) => {
  await signInAs(page);
  await page.goto("/media/a.wav");
  await expect
    .poll(() => page.evaluate(() => document.querySelector<HTMLMediaElement>("video, audio")?.duration))
    .toBe(60);
  for (const [path, title] of [
    ["/media/page.html", "page"],
    ["/media/page.svg", "drawing"],
  ] as const) {
    const blocked = page.waitForEvent("console", (message) => message.text().includes("sandboxed"));
    await page.goto(path);
    await blocked;
    expect(await page.title(), path).toBe(title);
  }
});
