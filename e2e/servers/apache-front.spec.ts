/** Apache in front, by docs/servers/apache.conf as it stands: the old site behind the session. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { words } from "../../app/theme/words";
import { moreGates, startAltered, together } from "../fixtures/altered-build";
import { formPages, memberForm, publicForm, publicHandler, sendForm } from "../fixtures/form-pages";
import { headingOf } from "../fixtures/pages";
import { cookieOf, expect, sealedFor, sessionOf, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";
import { type SiteBehindApache, startBehindApache } from "./apache-front";
import { expectLongAddressesRefused, expectOddRequestsAnswered } from "./refused-requests";
import { image } from "./site-folder";
import { expectUpgradesAnswered } from "./upgrades";

const { refused } = words();
let site: SiteBehindApache;
test.beforeAll(async ({ running }) => {
  // As docs/servers/apache.conf says: the old paths are named in lib/gates.ts.
  const gates = moreGates({
    open: [publicForm, publicHandler],
    gates: `full: { ...owner.gates.full, paths: [...owner.gates.full.paths, "/legacy/**"] }`,
  });
  site = await startBehindApache(running.nats, {
    start: ({ settings }) => startAltered(together(formPages, gates), running.nats, settings),
  });
});

test.afterAll(async () => {
  await site?.stop();
});

/** Signs a member in at Apache's address. */
async function signedIn(name: string) {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, name);
  return member;
}

test("Apache gives a member its files, whole and in part, and an anonymous request no byte", async () => {
  for (const rawPath of [
    "/archive/photo.jpg",
    "/%61rchive/photo.jpg",
    "//archive/photo.jpg",
    "/x/../archive/photo.jpg",
  ]) {
    const answer = await request(site.origin, { rawPath, headers: { ...image, range: "bytes=0-3" } });
    expect([200, 206], rawPath).not.toContain(answer.status);
    expect(answer.body, rawPath).not.toBe("phot");
  }
  expect((await request(`${site.origin}/archive/photo.jpg`, { headers: image })).status).toBe(401);
  const start = await request(`${site.origin}/archive/photo.jpg`, { headers: navigation });
  expect(start.location).toBe(`${site.origin}/login?returnTo=%2Farchive%2Fphoto.jpg`);
  const end = await visitor().signIn(`${site.origin}/archive/photo.jpg`, "tom");
  expect([end.status, end.body]).toEqual([200, "photo-bytes-0123456789"]);
  const member = await signedIn("fiona");
  const part = await member.open(`${site.origin}/archive/photo.jpg`, { headers: { ...image, range: "bytes=6-10" } });
  expect([part.status, part.body]).toEqual([206, "bytes"]);
});

test("a folder of the old site may be open, and opens no other", async () => {
  await mkdir(join(site.folder, "images"));
  await writeFile(join(site.folder, "images/logo.jpg"), "logo-bytes");
  await writeFile(join(site.folder, "images/.htpasswd"), "secret-bytes");
  const logo = await request(`${site.origin}/images/logo.jpg`, { headers: image });
  expect([logo.status, logo.body, logo.headers["cache-control"]]).toEqual([200, "logo-bytes", "public, max-age=3600"]);
  for (const rawPath of [
    "/images/../archive/photo.jpg",
    "/images/%2e%2e/archive/photo.jpg",
    "/images/..%2farchive/photo.jpg",
    "/images//../archive/photo.jpg",
    "/images/../secret.txt",
    "/images/.htpasswd",
    `${site.origin}/archive/photo.jpg`,
    `${site.origin}/images/../archive/photo.jpg`,
  ]) {
    const answer = await request(site.origin, { rawPath, headers: image });
    expect([308, 400, 401, 403, 404], rawPath).toContain(answer.status);
    expect(answer.body, rawPath).not.toMatch(/photo-bytes|secret-bytes/);
  }
});

test("browsers ask Apache again for each file, and do not guess its type", async () => {
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

test("Apache serves no hidden file, no source of a script, no link that leads out, and runs no picture as PHP", async () => {
  const member = await signedIn("fiona");
  for (const rawPath of [
    "/archive/.htpasswd",
    "/archive/%2ehtpasswd",
    "/archive/.git/config",
    "/archive/../secret.txt",
    "/archive/%2e%2e/secret.txt",
    "/archive/..%2fsecret.txt",
    "/archive/out.txt",
    "/archive/old.php",
    "/archive/",
    "/legacy/upload.jpg/x.php",
    "/legacy/upload.jpg%00.php",
    "/legacy/nothing.php",
    "/secret.txt",
    "/apache/members.lua",
  ]) {
    const answer = await member.open(site.origin, { rawPath, headers: image });
    expect([400, 403, 404], rawPath).toContain(answer.status);
    expect(answer.body, rawPath).not.toMatch(/secret-bytes|RAN|photo\.jpg/);
  }
  const upload = await member.open(`${site.origin}/legacy/upload.jpg`, { headers: image });
  expect([upload.headers["content-type"], upload.body]).toEqual(["image/jpeg", "<?php echo 'RAN';"]);
});

test("a renewed cookie passes through Apache, so files and PHP pages keep a session alive", async ({ nats }) => {
  const at = Math.floor(Date.now() / 1000) - 600;
  for (const path of ["/archive/photo.jpg", "/legacy/page.php"]) {
    const member = visitor();
    member.cookies.set("members.session", await sealedFor(site.origin, sessionOf(nats.origin, { seenAt: at })));
    const first = await member.open(site.origin + path, { headers: image });
    expect([first.status, first.headers["set-cookie"]?.length], path).toEqual([200, 1]);
    expect(first.headers["set-cookie"]?.[0]).toMatch(/^members\.session=[^;]{40,};.*HttpOnly/i);
    const second = await member.open(site.origin + path, { headers: image });
    expect([second.status, second.headers["set-cookie"]], path).toEqual([200, undefined]);
  }
});

test("PHP behind Apache reads the member as behind mod_auth_openidc, and no variable for an absent claim", async ({
  nats,
}) => {
  const member = await signedIn("fiona");
  const page = await member.open(`${site.origin}/legacy/page.php?a=%C3%A9&b=1`);
  expect(JSON.parse(page.body)).toEqual({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0", OIDC_CLAIM_username: "fiona" });
  const sealed = await sealedFor(site.origin, sessionOf(nats.origin, { claims: { username: "fiona", trial: "0" } }));
  const cookie = `members.session=${sealed}`;
  const all = JSON.parse(
    (await request(`${site.origin}/legacy/all.php?a=%C3%A9`, { headers: { ...navigation, cookie } })).body,
  );
  expect([all.QUERY_STRING, all.REQUEST_URI]).toEqual(["a=%C3%A9", "/legacy/all.php?a=%C3%A9"]);
  expect([all.OIDC_CLAIM_trial, "OIDC_CLAIM_status" in all]).toEqual(["0", false]);
});

test("a trial member reads the refusal page at the address of a PHP page, and PHP does not run", async () => {
  const end = await visitor().signIn(`${site.origin}/legacy/page.php`, "tom");
  expect([end.status, end.url]).toEqual([403, `${site.origin}/legacy/page.php`]);
  expect(headingOf(end.body)).toBe(refused.trial.heading);
  expect(end.body).not.toContain("OIDC_CLAIM");
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
  for (const name of [...spellings, "proxy", "no-proxy", "no_proxy"]) {
    const answer = await member.open(`${site.origin}/legacy/all.php`, { headers: { [name]: "forged-value" } });
    expect([answer.status, answer.body.includes("forged-value")], name).toEqual([200, name.endsWith("no-proxy")]);
    expect(JSON.parse(answer.body)).toMatchObject({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0" });
    const hop = await member.open(`${site.origin}/legacy/all.php`, { headers: { connection: `close, ${name}` } });
    expect(JSON.parse(hop.body)).toMatchObject({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0" });
    const signedOut = { [name]: "yes" };
    expect((await request(`${site.origin}/legacy/all.php`, { headers: { ...image, ...signedOut } })).status).toBe(401);
  }
});

test("a form posted to a PHP page behind Apache arrives whole, a refused one nowhere", async () => {
  const form = { method: "POST", body: "a=form-bytes" };
  const headers = { "content-type": "text/plain", origin: site.origin, "sec-fetch-site": "same-origin" };
  const member = await signedIn("fiona");
  const answer = await member.open(`${site.origin}/legacy/body.php`, { ...form, headers });
  expect([answer.status, answer.body]).toEqual([200, "a=form-bytes"]);
  const trial = await signedIn("tom");
  const sentBack = await trial.open(`${site.origin}/legacy/body.php`, { ...form, headers });
  expect([sentBack.status, sentBack.body.includes("form-bytes")]).toEqual([303, false]);
});

for (const way of ["document", "script"] as const) {
  test(`forms of the members area are taken behind Apache, sent as ${way}; other sites' are not`, async ({ nats }) => {
    const cookie = await cookieOf({ nats, product: site });
    for (const path of [publicForm, memberForm]) {
      const end = await sendForm(site.origin + path, way, { cookie, "x-forwarded-host": "other.example" });
      expect(end.leadsTo, path).toContain(`${path}?sent=hello`);
      const foreign = await sendForm(site.origin + path, way, { cookie, origin: site.product.origin });
      expect([foreign.status, foreign.leadsTo], path).toEqual([403, ""]);
    }
  });
}

test("Apache closes a file after a sign-out, and answers 503 while memberships cannot be confirmed", async ({
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
    "/api//auth/./check?claims=1",
    "/api/auth%2fcheck?claims=1",
    "/api/auth/check.rsc?claims=1",
  ]) {
    const answer = await member.open(site.origin, { rawPath });
    expect([400, 404], rawPath).toContain(answer.status);
    expect(JSON.stringify(answer.headers), rawPath).not.toContain("oidc-claim");
  }
});

test("Apache answers what the product cannot: long addresses, TRACE and *", async () => {
  await expectLongAddressesRefused(site.origin);
  expect((await request(`${site.origin}/`, { method: "TRACE" })).status).toBe(405);
  await expectOddRequestsAnswered(site.origin);
  expect(site.product.output()).not.toMatch(/TypeError|Invalid URL|at .*node:/);
});

test("the cookies of forty tabs that sign in together pass through Apache", async () => {
  const cookie = Array.from({ length: 40 }, (_, tab) => `members.flow.${tab}=${"x".repeat(340)}`).join("; ");
  for (const path of ["/", "/archive/photo.jpg"]) {
    const answer = await request(site.origin + path, { headers: { ...navigation, cookie } });
    expect([200, 302], path).toContain(answer.status);
  }
});

test("requests for an upgrade are answered like others behind Apache, and leave no socket open", async () => {
  await expectUpgradesAnswered(site.origin, site.product.pid);
});
