/** Caddy in front, by docs/servers/Caddyfile as it stands: its own files behind the session. */
import { cookieOf, expect, sealedFor, sessionOf, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";
import { type SiteBehindCaddy, startBehindCaddy } from "./caddy";
import { expectLongAddressesRefused, expectOddRequestsAnswered } from "./refused-requests";
import { dataRoot, image } from "./site-folder";
import { expectUpgradesAnswered } from "./upgrades";

let site: SiteBehindCaddy;

test.beforeAll(async ({ running }) => {
  site = await startBehindCaddy(running.nats);
});

test.afterAll(async () => {
  await site?.stop();
});

/** Signs a member in at Caddy's address. */
async function signedIn(name: string) {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, name);
  return member;
}

test("Caddy gives a member its files, whole and in part, and an anonymous request no byte", async () => {
  for (const rawPath of ["/archive/photo.jpg", "/%61rchive/photo.jpg", "//archive/photo.jpg", "/Archive/photo.jpg"]) {
    const answer = await request(site.origin, { rawPath, headers: { ...image, range: "bytes=0-3" } });
    expect([200, 206], rawPath).not.toContain(answer.status);
    expect(answer.body, rawPath).not.toBe("phot");
  }
  const end = await visitor().signIn(`${site.origin}/archive/photo.jpg`, "tom");
  expect([end.status, end.body]).toEqual([200, "photo-bytes-0123456789"]);
  const member = await signedIn("fiona");
  const part = await member.open(`${site.origin}/archive/photo.jpg`, { headers: { ...image, range: "bytes=6-10" } });
  expect([part.status, part.body]).toEqual([206, "bytes"]);
});

test("browsers ask Caddy again for each file, and do not guess its type", async () => {
  const member = await signedIn("fiona");
  const whole = await member.open(`${site.origin}/archive/photo.jpg`, { headers: image });
  const known = { ...image, "if-none-match": String(whole.headers.etag) };
  const again = await member.open(`${site.origin}/archive/photo.jpg`, { headers: known });
  expect([whole.status, again.status]).toEqual([200, 304]);
  for (const { headers } of [whole, again]) expect(headers["cache-control"]).toBe("private, no-cache");
  expect(whole.headers["x-content-type-options"]).toBe("nosniff");
  const page = await member.open(`${site.origin}/legacy/page.php`);
  expect([page.status, page.headers["cache-control"]]).toEqual([200, "private, no-store"]);
});

test("Caddy serves no hidden file, no source of a script, and runs no picture as PHP", async () => {
  const member = await signedIn("fiona");
  for (const rawPath of [
    "/archive/.htpasswd",
    "/archive/old.php",
    "/archive/old.phtml",
    "/archive/%2ehtpasswd",
    "/archive/.git/config",
    "/archive/../secret.txt",
    "/archive/",
    "/legacy/upload.jpg/x.php",
    "/legacy/upload.jpg%00.php",
    "/legacy/nothing.php",
    "/legacy/upload.jpg",
    "/legacy/page.php/",
  ]) {
    const answer = await member.open(site.origin, { rawPath, headers: image });
    expect([308, 400, 403, 404], rawPath).toContain(answer.status);
    expect(answer.body, rawPath).not.toMatch(/secret-bytes|RAN|photo\.jpg/);
  }
});

test("a renewed cookie passes through Caddy, so files and PHP pages keep a session alive", async ({ nats }) => {
  const at = Math.floor(Date.now() / 1000) - 600;
  for (const path of ["/archive/photo.jpg", "/legacy/page.php"]) {
    const member = visitor();
    member.cookies.set("members.session", await sealedFor(site.origin, sessionOf(nats.origin, { seenAt: at })));
    const first = await member.open(site.origin + path, { headers: image });
    expect([first.status, first.headers["set-cookie"]?.length], path).toEqual([200, 1]);
    expect(first.headers["set-cookie"]?.[0]).toMatch(/^members\.session=[^;]{40,};.*HttpOnly/i);
    if (path.endsWith(".php"))
      expect(JSON.parse(first.body)).toMatchObject({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0" });
    const second = await member.open(site.origin + path, { headers: image });
    expect([second.status, second.headers["set-cookie"]], path).toEqual([200, undefined]);
  }
});

test("PHP behind Caddy reads the member as under Apache, and an absent claim as empty", async ({ nats }) => {
  const member = await signedIn("fiona");
  const page = await member.open(`${site.origin}/legacy/page.php`);
  expect(JSON.parse(page.body)).toEqual({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0", OIDC_CLAIM_username: "fiona" });
  const sealed = await sealedFor(site.origin, sessionOf(nats.origin, { claims: { username: "fiona", trial: "0" } }));
  const cookie = `members.session=${sealed}`;
  const all = JSON.parse((await request(`${site.origin}/legacy/all.php`, { headers: { ...navigation, cookie } })).body);
  expect([all.OIDC_CLAIM_trial, all.OIDC_CLAIM_status]).toEqual(["0", ""]);
  expect(JSON.stringify(all)).not.toMatch(/\{[a-z.]*(rp|reverse_proxy)\./);
  const claims = { username: "{env.HOME}{http.request.uri}", trial: "0", status: "1" };
  const braces = `members.session=${await sealedFor(site.origin, sessionOf(nats.origin, { claims }))}`;
  const literal = await request(`${site.origin}/legacy/page.php`, { headers: { ...navigation, cookie: braces } });
  expect(JSON.parse(literal.body)).toMatchObject({ REMOTE_USER: claims.username });
});

test("no spelling of a forged identity header reaches PHP", async () => {
  const member = await signedIn("fiona");
  const names = ["oidc-claim-trial", "oidc-claim-email", "x-remote-user", "remote-user", "x-forwarded-user"];
  const spellings = names.flatMap((name) => [
    name,
    name.toUpperCase(),
    name.replaceAll("-", "_"),
    name.replace("-", "_"),
    name.replaceAll("-", "."),
    name.replace(/-(?=[^-]*$)/, "."),
  ]);
  for (const name of [...spellings, "proxy"]) {
    const answer = await member.open(`${site.origin}/legacy/all.php`, { headers: { [name]: "forged-value" } });
    expect([answer.status, answer.body.includes("forged-value")], name).toEqual([200, false]);
    expect(JSON.parse(answer.body)).toMatchObject({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0" });
    const hop = await member.open(`${site.origin}/legacy/all.php`, { headers: { connection: `close, ${name}` } });
    expect([200, 302, 400], name).toContain(hop.status);
    if (hop.status === 200) expect(JSON.parse(hop.body)).toMatchObject({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0" });
  }
});

test("a name and password that the browser sends are not the member's name in PHP", async () => {
  const member = await signedIn("fiona");
  for (const [name, value] of [
    ["authorization", `Basic ${btoa("forged-name:x")}`],
    ["authorization", 'Digest username="forged-name"'],
    ["AUTHORIZATION", `basic ${btoa("forged-name:x")}`],
    ["x-auth-user", "forged-name"],
    ["php-auth-user", "forged-name"],
  ] as const) {
    const answer = await member.open(`${site.origin}/legacy/all.php`, { headers: { [name]: value } });
    expect([answer.status, answer.body.includes("forged-name")], value).toEqual([200, false]);
    expect(JSON.parse(answer.body), value).toMatchObject({ REMOTE_USER: "fiona" });
    expect(JSON.parse(answer.body), value).not.toHaveProperty("PHP_AUTH_USER");
  }
});

test("a form posted to a PHP page behind Caddy arrives whole, a refused one nowhere", async () => {
  const form = { method: "POST", body: "a=form-bytes" };
  const headers = { "content-type": "text/plain", origin: site.origin, "sec-fetch-site": "same-origin" };
  const member = await signedIn("fiona");
  const answer = await member.open(`${site.origin}/legacy/body.php`, { ...form, headers });
  expect([answer.status, answer.body]).toEqual([200, "a=form-bytes"]);
  const trial = await signedIn("tom");
  expect((await trial.open(`${site.origin}/legacy/body.php`, { ...form, headers })).body).not.toContain("form-bytes");
});

test("a folder opened before the sign-in opens after it, and no browser keeps the first redirect", async () => {
  const folder = `${site.origin}/archive/sub/`;
  const first = await visitor().open(folder);
  expect([first.status, first.headers["cache-control"]]).toEqual([308, "no-store"]);
  const end = await visitor().signIn(folder, "fiona");
  expect([end.status, end.url, end.body]).toEqual([200, folder, "<p>folder-bytes"]);
});

test("Caddy closes a file after a sign-out, and answers 503 while memberships cannot be confirmed", async ({
  nats,
}) => {
  const member = await signedIn("fiona");
  await member.open(`${site.origin}/logout`, {
    method: "POST",
    headers: { "sec-fetch-site": "same-origin", origin: site.origin },
  });
  expect((await member.open(`${site.origin}/archive/photo.jpg`, { headers: image })).status).toBe(401);
  nats.faults.set("userinfo", { status: 500 });
  const at = Math.floor(Date.now() / 1000) - 900;
  const cookie = await cookieOf({ nats, product: site }, { token: "t", checkedAt: at, triedAt: at });
  const answer = await request(`${site.origin}/archive/photo.jpg`, { headers: { ...image, cookie } });
  expect([answer.status, answer.body.includes("photo-bytes")]).toEqual([503, false]);
});

test("the check is closed to browsers in every spelling", async () => {
  const member = await signedIn("fiona");
  for (const rawPath of [
    "/api/auth/check?claims=1",
    "/api/auth/check/?claims=1",
    "/api/auth/%63heck?claims=1",
    "//api/auth/check?claims=1",
    "/api/auth/check.rsc?claims=1",
    `${dataRoot()}/api/auth/check.json?claims=1`,
    `${dataRoot()}/index/api/auth/check.json?claims=1`,
  ]) {
    const answer = await member.open(site.origin, { rawPath });
    expect([answer.status, JSON.stringify(answer.headers).includes("oidc-claim")], rawPath).toEqual([404, false]);
  }
});

test("Caddy answers what the product cannot: long addresses, TRACE and *", async () => {
  await expectLongAddressesRefused(site.origin);
  await expectOddRequestsAnswered(site.origin);
  expect(site.product.output()).not.toMatch(/TypeError|Invalid URL|at .*node:/);
});

test("requests for an upgrade are answered like others behind Caddy, and leave no socket open", async () => {
  await expectUpgradesAnswered(site.origin, site.product.pid);
});
