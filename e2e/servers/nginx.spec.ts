/** nginx in front, by docs/servers/nginx.conf as it stands: its own files and a legacy PHP page behind our session. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startAltered } from "../fixtures/altered-build";
import { freePort, type Product } from "../fixtures/product";
import { cookieOf, expect, sealedFor, sessionOf, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";
import { openFolder, type RunningServer, removeFolder, startNginx, startPhp } from "./servers";

test.describe.configure({ mode: "serial" });

let origin = "";
/** The same site behind a cache that keeps whatever it may. */
let cached = "";
let product: Product;
let folder = "";
const servers: RunningServer[] = [];
const image = { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", "sec-fetch-user": "", accept: "image/*" };

test.beforeAll(async ({ running }) => {
  folder = await openFolder();
  await mkdir(join(folder, "archive"));
  await mkdir(join(folder, "legacy"));
  await mkdir(join(folder, "media/full"), { recursive: true });
  await writeFile(join(folder, "archive/photo.jpg"), "photo-bytes-0123456789");
  await writeFile(join(folder, "media/teaser.webm"), "teaser-bytes-0123456789");
  await writeFile(join(folder, "media", "at dawn, é+1.jpg"), "dawn-bytes");
  await writeFile(join(folder, "media/full/film.webm"), "film-bytes-0123456789");
  await writeFile(
    join(folder, "legacy/page.php"),
    "<?php echo json_encode(array_intersect_key($_SERVER, array_flip(['REMOTE_USER', 'OIDC_CLAIM_trial', 'OIDC_CLAIM_username', 'HTTP_OIDC_CLAIM_TRIAL', 'HTTP_X_REMOTE_USER'])));",
  );
  const [port, php] = [await freePort(), await freePort()];
  origin = `http://localhost:${port}`;
  product = await startAltered(
    // As the sample says: the legacy paths are named in lib/gates.ts.
    { replace: { "lib/gates.ts": [['"/media/full/**"]', '"/media/full/**", "/legacy/**"]']] } },
    running.nats,
    { AUTH_URL: origin, MEDIA_DIR: join(folder, "media"), MEDIA_SEND: "x-accel" },
  );
  const inner = Number(new URL(product.origin).port);
  servers.push(await startPhp(php, folder));
  const cachePort = await freePort();
  cached = `http://localhost:${cachePort}`;
  const http = `server { listen 127.0.0.1:${cachePort}; location / { proxy_pass http://members_area; proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_cache members; proxy_cache_key $request_uri; proxy_cache_valid any 1m; add_header X-Cache $upstream_cache_status; } }`;
  servers.push(await startNginx({ port, product: inner, php, folder, http }));
});

test.afterAll(async () => {
  for (const server of servers) await server.stop();
  await product?.stop();
  if (folder) await removeFolder(folder);
});

test("a sign-in through nginx ends on the page asked for", async () => {
  const end = await visitor().signIn(`${origin}/members/latest?page=2`, "fiona");
  expect([end.status, end.url]).toEqual([200, `${origin}/members/latest?page=2`]);
});

test("nobody gets a byte of nginx's own files; a person is led to the sign-in and back to the file", async () => {
  for (const headers of [image, { ...image, range: "bytes=0-3" }]) {
    const answer = await visitor().open(`${origin}/archive/photo.jpg`, { headers });
    expect([answer.status, answer.body.includes("photo-bytes")]).toEqual([401, false]);
  }
  for (const path of [
    "/archive/../archive/photo.jpg",
    "/archive/%70hoto.jpg",
    "/%61rchive/photo.jpg",
    "//archive/photo.jpg",
    "/_check/members",
  ]) {
    const answer = await request(origin, { rawPath: path, headers: image });
    expect([200, 206, 204], path).not.toContain(answer.status);
    expect(answer.body).not.toContain("photo-bytes");
  }
  const end = await visitor().signIn(`${origin}/archive/photo.jpg`, "tom");
  expect([end.status, end.body]).toEqual([200, "photo-bytes-0123456789"]);
});

test("a member gets the file, whole and in part, many times over", async () => {
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  const part = await member.open(`${origin}/archive/photo.jpg`, { headers: { ...image, range: "bytes=6-10" } });
  expect([part.status, part.body]).toEqual([206, "bytes"]);
  expect(part.headers["cache-control"]).toBe("private, no-cache");
  for (let picture = 0; picture < 10; picture++) {
    expect((await member.open(`${origin}/archive/photo.jpg`, { headers: image })).status).toBe(200);
  }
});

test("a page of pictures does not queue at the check, whatever the check answers", async ({ running }) => {
  const now = Math.floor(Date.now() / 1000);
  const away = { loginAt: now - 9000, seenAt: now - 9000 };
  for (const [who, changes, status] of [
    ["a member", {}, 200],
    ["a member whose cookie is written anew", { seenAt: now - 90 }, 200],
    ["a member who was away for too long", away, 401],
    ["nobody", null, 401],
  ] as const) {
    const cookie = changes && (await cookieOf({ nats: running.nats, product: { origin } }, changes));
    const sent = Date.now();
    const ends = await Promise.all(
      Array.from({ length: 20 }, () =>
        request(`${origin}/archive/photo.jpg`, { headers: { ...image, ...(cookie ? { cookie } : {}) } }),
      ),
    );
    expect([...new Set(ends.map((end) => end.status))], who).toEqual([status]);
    // proxy_cache_lock made all but the first wait five seconds for an answer that was never kept.
    expect(Date.now() - sent, who).toBeLessThan(4000);
  }
});

test("forty tabs that start to sign in together find their way", async () => {
  const starts = await Promise.all(
    Array.from({ length: 40 }, (_, tab) =>
      request(`${origin}/login?returnTo=${encodeURIComponent(`/members/watch/last-light?tab=${tab}`)}`, {
        headers: navigation,
      }),
    ),
  );
  const visit = visitor();
  for (const line of starts.flatMap((start) => start.headers["set-cookie"] ?? [])) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]+)/.exec(line) ?? [];
    visit.cookies.set(name, value);
  }
  expect(visit.cookies.size).toBe(40);
  const end = await visit.signIn(`${origin}/members/latest`, "fiona");
  expect([end.status, end.url]).toEqual([200, `${origin}/members/latest`]);
  expect(visit.cookies.size).toBeLessThan(15);
});

test("a legacy PHP page reads OIDC_CLAIM_trial and REMOTE_USER as it did under Apache, whatever the browser claims", async () => {
  const member = visitor();
  const end = await member.signIn(`${origin}/legacy/page.php`, "fiona");
  expect(JSON.parse(end.body)).toMatchObject({
    REMOTE_USER: "fiona",
    OIDC_CLAIM_trial: "0",
    OIDC_CLAIM_username: "fiona",
  });
  const forged = { "oidc-claim-trial": "9", oidc_claim_trial: "9", "x-remote-user": "root", "remote-user": "root" };
  const answer = await member.open(`${origin}/legacy/page.php`, { headers: forged });
  expect(JSON.parse(answer.body)).toEqual({
    REMOTE_USER: "fiona",
    OIDC_CLAIM_trial: "0",
    OIDC_CLAIM_username: "fiona",
  });
});

test("no spelling of the Cookie header opens to one what was answered to another", async () => {
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  const session = `members.session=${member.cookies.get("members.session")}`;
  for (const [theirs, mine] of [
    [`a=1;${session}`, undefined],
    [`members.session=junk; ${session}`, "members.session=junk"],
    [`${session}; members.session=junk`, "members.session=junk"],
    [`x=${session}`, "x=1"],
    [session, `${session}x`],
  ]) {
    const open = async (cookie: string | undefined) =>
      request(`${origin}/legacy/page.php`, { headers: { ...image, ...(cookie === undefined ? {} : { cookie }) } });
    await open(theirs);
    const answer = await open(mine);
    expect(answer.status, `${mine} after ${theirs?.slice(0, 30)}`).toBe(401);
    expect(answer.body).not.toContain("fiona");
  }
});

test("a picture does not run as PHP, whatever follows its name", async () => {
  await writeFile(join(folder, "legacy/upload.jpg"), "<?php echo 'RAN';");
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  for (const path of ["/legacy/upload.jpg/x.php", "/legacy/upload.jpg%00.php", "/legacy/nothing.php"]) {
    const answer = await member.open(origin, { rawPath: path, headers: image });
    expect(answer.status, path).not.toBe(200);
    expect(answer.body).not.toContain("RAN");
  }
});

test("the check is nginx's own: a browser that asks there learns nothing", async () => {
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  const cookie = `members.session=${member.cookies.get("members.session")}`;
  for (const rawPath of ["/api/auth/check?claims=1", "/api/auth/%63heck?claims=1", "//api/auth/check?claims=1"]) {
    const answer = await request(origin, { rawPath, headers: { cookie } });
    expect([answer.status, JSON.stringify(answer.headers).includes("oidc-claim")], rawPath).toEqual([404, false]);
  }
});

test("none of the browser's own headers of identity reaches PHP", async () => {
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  await writeFile(join(folder, "legacy/all.php"), "<?php echo json_encode($_SERVER);");
  const forged = {
    "oidc-claim-email": "boss@x",
    "oidc-access-token": "t",
    "x-forwarded-user": "root",
    proxy: "http://evil.test",
    "oidc-claim-trial": "9",
  };
  const seen = await member.open(`${origin}/legacy/all.php`, { headers: forged });
  expect(seen.status).toBe(200);
  expect(seen.body).not.toMatch(/boss@x|HTTP_OIDC|HTTP_X_FORWARDED_USER|HTTP_PROXY|evil\.test/);
});

test("while memberships cannot be confirmed, files are closed with our own 503 page", async ({ nats }) => {
  nats.faults.set("userinfo", { status: 500 });
  const at = Math.floor(Date.now() / 1000) - 900;
  const cookie = await cookieOf({ nats, product: { origin } }, { token: "t", checkedAt: at, triedAt: at });
  const answer = await request(`${origin}/archive/photo.jpg`, { headers: { ...image, cookie } });
  expect(answer.status).toBe(503);
  expect(answer.body).not.toContain("photo-bytes");
});

test("a trial member reads the refusal page at the legacy address, and PHP does not run", async () => {
  const end = await visitor().signIn(`${origin}/legacy/page.php`, "tom");
  expect([end.status, end.url]).toEqual([403, `${origin}/legacy/page.php`]);
  expect(end.body).toContain("This part is for full members");
  expect(end.body).not.toContain("OIDC_CLAIM");
});

test("after signing out the file is closed at once, cached answers or not", async () => {
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  expect((await member.open(`${origin}/archive/photo.jpg`, { headers: image })).status).toBe(200);
  const before = new Map(member.cookies);
  await member.open(`${origin}/logout`, { method: "POST", headers: { "sec-fetch-site": "same-origin", origin } });
  expect((await member.open(`${origin}/archive/photo.jpg`, { headers: image })).status).toBe(401);
  expect(before.has("members.session")).toBe(true);
});

test("an idle session is kept alive by its files: the renewed cookie comes through nginx", async ({ nats }) => {
  const at = Math.floor(Date.now() / 1000) - 600;
  const member = visitor();
  member.cookies.set("members.session", await sealedFor(origin, sessionOf(nats.origin, { seenAt: at })));
  const answer = await member.open(`${origin}/archive/photo.jpg`, { headers: image });
  expect(answer.status).toBe(200);
  expect(answer.headers["set-cookie"]?.[0]).toContain("members.session=");
});

test("MEDIA_SEND=x-accel: we decide, nginx sends, ranges included, and its own location is closed", async () => {
  const trial = visitor();
  await trial.signIn(`${origin}/members`, "tom");
  const part = await trial.open(`${origin}/media/teaser.webm`, { headers: { ...image, range: "bytes=7-11" } });
  expect([part.status, part.body, part.headers["content-type"]]).toEqual([206, "bytes", "video/webm"]);
  expect(part.headers["x-accel-redirect"]).toBeUndefined();
  const refused = await trial.open(`${origin}/media/full/film.webm`, { headers: { ...navigation } });
  expect(refused.status).toBe(403);
  expect(refused.body).not.toContain("film-bytes");
  for (const path of [
    "/protected-media/full/film.webm",
    "/protected-media/teaser.webm",
    "/protected-media/../media/full/film.webm",
  ]) {
    expect((await request(origin, { rawPath: path, headers: image })).body).not.toMatch(/film-bytes|teaser-bytes/);
  }
  const full = visitor();
  await full.signIn(`${origin}/members`, "fiona");
  const film = await full.open(`${origin}/media/full/film.webm`, { headers: { ...image, "if-none-match": "x" } });
  expect([film.status, film.body]).toEqual([200, "film-bytes-0123456789"]);
  const again = await full.open(`${origin}/media/full/film.webm`, {
    headers: { ...image, "if-none-match": String(film.headers.etag) },
  });
  expect(again.status).toBe(304);
  expect([film.headers["x-content-type-options"], film.headers.vary]).toEqual(["nosniff", "Cookie"]);
  const odd = await full.open(`${origin}/media/${encodeURIComponent("at dawn, é+1.jpg")}`, { headers: image });
  expect([odd.status, odd.body]).toEqual([200, "dawn-bytes"]);
});

test("a cache that keeps whatever it may gives nobody what a member was sent", async () => {
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  const paths = [
    "/members",
    "/members/account",
    "/full",
    "/members/me",
    "/media/teaser.webm",
    "/members/x.css",
    "/members/nothing.js",
    "/api/auth/session",
    "/api/auth/check?claims=1",
  ];
  const script = { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", "sec-fetch-user": "", accept: "*/*" };
  for (const headers of [navigation, script]) {
    for (const path of paths) {
      await member.open(cached + path, { headers });
      const after = await visitor().open(cached + path, { headers });
      expect(after.headers["x-cache"], path).not.toBe("HIT");
      expect(after.headers["set-cookie"], path).toBeUndefined();
      expect(after.body, path).not.toMatch(/fiona|teaser-bytes|Every season, and/);
    }
  }
  // nginx writes the cache after it has answered.
  const kept = async () => (await visitor().open(`${cached}/`)).headers["x-cache"];
  await expect.poll(kept, { message: "the tour may be kept" }).toBe("HIT");
});
