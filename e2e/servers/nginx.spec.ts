/** nginx in front, by docs/servers/nginx.conf as it stands: its own files behind the session. */
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { cookieOf, expect, sealedFor, sessionOf, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";
import { type SiteBehindNginx, startBehindNginx } from "./behind-nginx";
import { expectLongAddressesRefused, expectOddRequestsAnswered } from "./refused-requests";
import { dataRoot, image } from "./site-folder";
import { expectUpgradesAnswered } from "./upgrades";

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

test("a sign-in through nginx ends on the page asked for", async () => {
  const end = await visitor().signIn(`${site.origin}/members/account?page=2`, "fiona");
  expect([end.status, end.url]).toEqual([200, `${site.origin}/members/account?page=2`]);
});

test("an anonymous request gets no byte of nginx's own files; a page load leads to the sign-in and back to the file", async () => {
  for (const headers of [image, { ...image, range: "bytes=0-3" }]) {
    const answer = await visitor().open(`${site.origin}/archive/photo.jpg`, { headers });
    expect([answer.status, answer.body.includes("photo-bytes")]).toEqual([401, false]);
  }
  for (const path of [
    "/archive/../archive/photo.jpg",
    "/archive/%70hoto.jpg",
    "/%61rchive/photo.jpg",
    "//archive/photo.jpg",
    "/_check/members",
  ]) {
    const answer = await request(site.origin, { rawPath: path, headers: image });
    expect([200, 206, 204], path).not.toContain(answer.status);
    expect(answer.body).not.toContain("photo-bytes");
  }
  const end = await visitor().signIn(`${site.origin}/archive/photo.jpg`, "tom");
  expect([end.status, end.body]).toEqual([200, "photo-bytes-0123456789"]);
});

test("a member gets the file, whole and in part, many times over", async () => {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  const part = await member.open(`${site.origin}/archive/photo.jpg`, { headers: { ...image, range: "bytes=6-10" } });
  expect([part.status, part.body]).toEqual([206, "bytes"]);
  expect(part.headers["cache-control"]).toBe("private, no-cache");
  for (let picture = 0; picture < 10; picture++) {
    expect((await member.open(`${site.origin}/archive/photo.jpg`, { headers: image })).status).toBe(200);
  }
});

test("a page of pictures does not queue at the check, whatever the check answers", async ({ running }) => {
  const now = Math.floor(Date.now() / 1000);
  const away = { loginAt: now - 9000, seenAt: now - 9000 };
  for (const [who, changes, status] of [
    ["a member", {}, 200],
    ["a member whose cookie is written anew", { seenAt: now - 90 }, 200],
    ["a member who was away for too long", away, 401],
    ["a signed-out visitor", null, 401],
  ] as const) {
    const cookie = changes && (await cookieOf({ nats: running.nats, product: site }, changes));
    const sent = Date.now();
    const ends = await Promise.all(
      Array.from({ length: 20 }, () =>
        request(`${site.origin}/archive/photo.jpg`, { headers: { ...image, ...(cookie ? { cookie } : {}) } }),
      ),
    );
    expect([...new Set(ends.map((end) => end.status))], who).toEqual([status]);
    // With proxy_cache_lock all but the first waited five seconds for an answer that is not cached.
    expect(Date.now() - sent, who).toBeLessThan(4000);
  }
});

test("forty tabs that start to sign in together do not break the sign-in", async () => {
  const starts = await Promise.all(
    Array.from({ length: 40 }, (_, tab) =>
      request(`${site.origin}/login?returnTo=${encodeURIComponent(`/members/account?tab=${tab}`)}`, {
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
  const end = await visit.signIn(`${site.origin}/members/account`, "fiona");
  expect([end.status, end.url]).toEqual([200, `${site.origin}/members/account`]);
  expect(visit.cookies.size).toBeLessThan(15);
});

test("nginx answers what the product cannot: long addresses, TRACE and *", async () => {
  await expectLongAddressesRefused(site.origin);
  await expectOddRequestsAnswered(site.origin);
});

test("requests for an upgrade are answered like others behind nginx, and leave no socket open", async () => {
  await expectUpgradesAnswered(site.origin, site.product.pid);
});

test("nginx serves no hidden file, no source of a script, and no link that leads out", async () => {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  for (const rawPath of [
    "/archive/.htpasswd",
    "/archive/%2ehtpasswd",
    "/archive/.git/config",
    "/archive/out.txt",
    "/archive/old.php",
    "/archive/old.phtml",
  ]) {
    const answer = await member.open(site.origin, { rawPath, headers: image });
    expect([403, 404], rawPath).toContain(answer.status);
    expect(answer.body).not.toContain("secret-bytes");
  }
  const photo = await member.open(`${site.origin}/archive/photo.jpg`, { headers: image });
  expect([photo.status, photo.headers["x-content-type-options"]]).toEqual([200, "nosniff"]);
});

test("the address of the check is closed to browsers", async () => {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  const cookie = `members.session=${member.cookies.get("members.session")}`;
  for (const rawPath of [
    "/api/auth/check?claims=1",
    "/api/auth/check/?claims=1",
    "/api/auth/%63heck?claims=1",
    "//api/auth/check?claims=1",
    "/api/auth/check.rsc?claims=1",
    `${dataRoot()}/api/auth/check.json?claims=1`,
    `${dataRoot()}/index/api/auth/check.json?claims=1`,
  ]) {
    const answer = await request(site.origin, { rawPath, headers: { cookie } });
    expect([answer.status, JSON.stringify(answer.headers).includes("oidc-claim")], rawPath).toEqual([404, false]);
  }
});

test("a folder opened before the sign-in opens after it, and no browser keeps the first redirect", async () => {
  const folder = `${site.origin}/archive/sub/`;
  const first = await visitor().open(folder);
  expect([first.status, first.headers["cache-control"]]).toEqual([308, "no-store"]);
  const end = await visitor().signIn(folder, "fiona");
  expect([end.status, end.url, end.body]).toEqual([200, folder, "<p>folder-bytes"]);
});

test("while memberships cannot be confirmed, files answer 503", async ({ nats }) => {
  nats.faults.set("userinfo", { status: 500 });
  const at = Math.floor(Date.now() / 1000) - 900;
  const cookie = await cookieOf({ nats, product: site }, { token: "t", checkedAt: at, triedAt: at });
  const answer = await request(`${site.origin}/archive/photo.jpg`, { headers: { ...image, cookie } });
  expect(answer.status).toBe(503);
  expect(answer.body).not.toContain("photo-bytes");
});

test("after signing out the file is closed at once, although nginx caches the answers of the check", async () => {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  expect((await member.open(`${site.origin}/archive/photo.jpg`, { headers: image })).status).toBe(200);
  const before = new Map(member.cookies);
  await member.open(`${site.origin}/logout`, {
    method: "POST",
    headers: { "sec-fetch-site": "same-origin", origin: site.origin },
  });
  expect((await member.open(`${site.origin}/archive/photo.jpg`, { headers: image })).status).toBe(401);
  expect(before.has("members.session")).toBe(true);
});

test("files keep a session alive: the renewed cookie passes through nginx", async ({ nats }) => {
  const at = Math.floor(Date.now() / 1000) - 600;
  const member = visitor();
  member.cookies.set("members.session", await sealedFor(site.origin, sessionOf(nats.origin, { seenAt: at })));
  const answer = await member.open(`${site.origin}/archive/photo.jpg`, { headers: image });
  expect(answer.status).toBe(200);
  expect(answer.headers["set-cookie"]?.[0]).toContain("members.session=");
});

// The last test, because it leaves this address little to start a sign-in with.
test("one address starts no more sign-ins than the limit, and all other pages answer", async () => {
  // The header makes no other visitor of the same address.
  const ask = async (path: string, at = 0) => {
    const headers = { ...navigation, "x-forwarded-for": `203.0.113.${at}` };
    return (await request(site.origin + path, { headers })).status;
  };
  for (const path of ["/login", "/login?returnTo=/full", "/api/auth/callback/nats?code=x&state=y"]) {
    expect(await Promise.all(Array.from({ length: 200 }, (_, at) => ask(path, at))), path).toContain(429);
  }
  expect(await Promise.all(Array.from({ length: 20 }, () => ask("/")))).toEqual(Array(20).fill(200));
  expect(await Promise.all(Array.from({ length: 20 }, () => ask("/members")))).toEqual(Array(20).fill(302));
});
