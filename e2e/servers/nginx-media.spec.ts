/** nginx sends the members' files that the product admits, and a cache keeps no member's answer. */
import { holdsMemberPage } from "../fixtures/pages";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";
import { type SiteBehindNginx, startBehindNginx } from "./behind-nginx";
import { image } from "./site-folder";

test.describe.configure({ mode: "serial" });

let site: SiteBehindNginx;

test.beforeAll(async ({ running }) => {
  site = await startBehindNginx(async (settings) => {
    const port = await freePort();
    const standard = standardSettings(`http://localhost:${port}`, running.nats.metadataUrl);
    return startProduct({ port, settings: { ...standard, ...settings } });
  });
});

test.afterAll(async () => {
  await site?.stop();
});

test("MEDIA_SEND=x-accel: nginx sends the files that the product admits, ranges included, and its own location is closed", async () => {
  const trial = visitor();
  await trial.signIn(`${site.origin}/members`, "tom");
  const part = await trial.open(`${site.origin}/media/teaser.webm`, { headers: { ...image, range: "bytes=7-11" } });
  expect([part.status, part.body, part.headers["content-type"]]).toEqual([206, "bytes", "video/webm"]);
  expect(part.headers["x-accel-redirect"]).toBeUndefined();
  const refused = await trial.open(`${site.origin}/media/full/film.webm`, { headers: { ...navigation } });
  expect(refused.status).toBe(403);
  expect(refused.body).not.toContain("film-bytes");
  for (const path of [
    "/protected-media/full/film.webm",
    "/protected-media/teaser.webm",
    "/protected-media/../media/full/film.webm",
  ]) {
    expect((await request(site.origin, { rawPath: path, headers: image })).body).not.toMatch(/film-bytes|teaser-bytes/);
  }
  const full = visitor();
  await full.signIn(`${site.origin}/members`, "fiona");
  const film = await full.open(`${site.origin}/media/full/film.webm`, { headers: { ...image, "if-none-match": "x" } });
  expect([film.status, film.body]).toEqual([200, "film-bytes-0123456789"]);
  const again = await full.open(`${site.origin}/media/full/film.webm`, {
    headers: { ...image, "if-none-match": String(film.headers.etag) },
  });
  expect(again.status).toBe(304);
  expect([film.headers["x-content-type-options"], film.headers.vary]).toEqual(["nosniff", "Cookie"]);
  const odd = await full.open(`${site.origin}/media/${encodeURIComponent("at dawn, é+1.jpg")}`, { headers: image });
  expect([odd.status, odd.body]).toEqual([200, "dawn-bytes"]);
});

test("MEDIA_SEND=x-accel: a file has the headers that the product gives it, an HTML file its sandbox", async () => {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  const note = await member.open(`${site.origin}/media/note.html`, { headers: image });
  expect([note.status, note.headers["content-security-policy"]]).toEqual([200, "sandbox; default-src 'none'"]);
  const film = await member.open(`${site.origin}/media/full/film.webm`, { headers: image });
  expect(film.headers["content-security-policy"]).toContain("media-src 'self'");
  for (const { headers } of [note, film]) {
    expect(headers).toMatchObject({
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "same-origin",
      "permissions-policy": "camera=(), microphone=(), geolocation=()",
      "x-content-type-options": "nosniff",
      vary: "Cookie",
      "cache-control": "private, no-cache, no-transform",
    });
  }
});

test("a cache that keeps every answer it may does not keep what a member was sent", async () => {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  const paths = [
    "/members",
    "/members/account",
    "/full",
    "/media/teaser.webm",
    "/members/no-such-style.css",
    "/members/no-such-script.js",
    "/api/auth/session",
    "/api/auth/check?claims=1",
  ];
  const script = { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", "sec-fetch-user": "", accept: "*/*" };
  for (const headers of [navigation, script]) {
    for (const path of paths) {
      await member.open(site.cached + path, { headers });
      const after = await visitor().open(site.cached + path, { headers });
      expect(after.headers["x-cache"], path).not.toBe("HIT");
      expect(after.headers["set-cookie"], path).toBeUndefined();
      expect(after.body, path).not.toMatch(/fiona|teaser-bytes/);
      expect(holdsMemberPage(after.body), path).toBe(false);
    }
  }
  // nginx writes the cache after it has answered.
  const kept = async () => (await visitor().open(`${site.cached}/`)).headers["x-cache"];
  await expect.poll(kept, { message: "the tour may be kept" }).toBe("HIT");
});
