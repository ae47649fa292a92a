/** An old site behind docs/servers/apache.conf: .htaccess, own cookies, old rules, Next down. */
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { startProduct } from "../fixtures/product";
import { cookieOf, expect, sessionOf, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";
import { type SiteBehindApache, startBehindApache } from "./apache-front";
import { image } from "./site-folder";

test.describe.configure({ mode: "serial" });

let site: SiteBehindApache;

/** Lines of an old virtual host. They stand after the sample's own. */
const oldLines = `
  RewriteRule ^/open/(.*)$ /srv/members/archive/$1 [L]
  RewriteRule ^/forced/(.*)$ /archive/$1 [PT]
  <Location /archive/inner>
    LuaHookTranslateName /etc/apache2/members.lua full early
  </Location>
  <Location /legacy/loose>
    LuaHookTranslateName /etc/apache2/members.lua members early
  </Location>
</VirtualHost>`;

test.beforeAll(async ({ running }) => {
  const edit = (text: string) =>
    text
      .replace("</VirtualHost>", oldLines)
      .replace("Options None", "Options SymLinksIfOwnerMatch")
      .replace("AllowOverride None", "AllowOverride FileInfo")
      .replace("http.TIMEOUT = 15", "http.TIMEOUT = 5")
      .replace("ProxyPreserveHost On", "ProxyPreserveHost On\n  ProxyTimeout 5");
  site = await startBehindApache(running.nats, { edit });
  const files = {
    "archive/inner/film.jpg": "film-bytes",
    "legacy/loose/film.jpg": "film-bytes",
    "legacy/index.php":
      "<?php setcookie('own', '1'); header('Cache-Control: public, max-age=600'); echo json_encode($_SERVER);",
    "legacy/.htaccess":
      "RewriteEngine On\nRewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule . /legacy/index.php [L]\n",
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(site.folder, file, ".."), { recursive: true });
    await writeFile(join(site.folder, file), text);
  }
});

test.afterAll(async () => {
  await site?.stop();
});

test("a front controller by .htaccess, and a folder's index.php, read the member", async ({ nats }) => {
  const cookie = await cookieOf({ nats, product: site });
  for (const path of ["/legacy/some/page?a=1", "/legacy/"]) {
    const page = await request(site.origin + path, { headers: { ...navigation, cookie } });
    expect(JSON.parse(page.body), path).toMatchObject({
      REMOTE_USER: "fiona",
      OIDC_CLAIM_trial: "0",
      REQUEST_URI: path,
    });
    const end = await visitor().signIn(site.origin + path, "fiona");
    expect(JSON.parse(end.body), path).toMatchObject({ REMOTE_USER: "fiona", REQUEST_URI: path });
  }
});

test("no browser chooses PHP_AUTH_USER, not even where an .htaccess passes Authorization on", async ({ nats }) => {
  const cookie = await cookieOf({ nats, product: site });
  for (const name of ["authorization", "proxy-authorization", "http-authorization", "redirect_http_authorization"]) {
    const headers = { ...navigation, cookie, [name]: `Basic ${Buffer.from("eve:forged").toString("base64")}` };
    const page = await request(`${site.origin}/legacy/index.php`, { headers });
    expect(JSON.parse(page.body), name).toMatchObject({ REMOTE_USER: "fiona" });
    expect(JSON.parse(page.body), name).not.toHaveProperty("PHP_AUTH_USER");
    expect(page.body, name).not.toMatch(/ZXZlO/);
  }
});

test("PHP's own cookie stands beside the renewed one, and its Cache-Control cannot open a cache", async ({ nats }) => {
  const at = Math.floor(Date.now() / 1000) - 600;
  const cookie = await cookieOf({ nats, product: site }, { seenAt: at });
  const { headers } = await request(`${site.origin}/legacy/index.php`, { headers: { ...navigation, cookie } });
  expect(headers["set-cookie"]?.map((line) => line.split("=")[0])).toEqual(["members.session", "own"]);
  expect(headers["cache-control"]).toBe("private, no-store");
});

test("a path behind two gates needs both, whichever is stricter", async ({ nats }) => {
  const claims = { ...sessionOf(nats.origin).claims, trial: "1" };
  for (const path of ["/archive/inner/film.jpg", "/legacy/loose/film.jpg"]) {
    const full = await cookieOf({ nats, product: site });
    const answer = await request(site.origin + path, { headers: { ...image, cookie: full } });
    expect([answer.status, answer.body], path).toEqual([200, "film-bytes"]);
    const trial = await cookieOf({ nats, product: site }, { claims });
    const trialAnswer = await request(site.origin + path, { headers: { ...image, cookie: trial } });
    expect([trialAnswer.status, trialAnswer.body.includes("film-bytes")], path).toEqual([404, false]);
  }
});

test("a rule of the old host that leads past the gates opens nothing, not even to a member", async ({ nats }) => {
  const cookie = await cookieOf({ nats, product: site });
  for (const headers of [image, { ...image, cookie }]) {
    for (const path of ["/open/photo.jpg", "/forced/photo.jpg"]) {
      const answer = await request(site.origin + path, { headers });
      expect([200, 206], path).not.toContain(answer.status);
      expect(answer.body, path).not.toContain("photo-bytes");
    }
  }
});

test("while the product hangs or is down Apache gives no file, and it does at once when it is back", async ({
  nats,
}) => {
  const cookie = await cookieOf({ nats, product: site });
  const ask = () => request(`${site.origin}/archive/photo.jpg`, { headers: { ...image, cookie } });
  const port = Number(new URL(site.product.origin).port);
  await site.product.stop();
  const down = await ask();
  expect([down.status, down.body.includes("photo-bytes")]).toEqual([503, false]);

  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket.on("error", () => undefined)));
  await new Promise<void>((done) => silent.listen(port, "localhost", done));
  const hung = await ask();
  expect([502, 504]).toContain(hung.status);
  expect(hung.body).not.toContain("photo-bytes");
  for (const socket of sockets) socket.destroy();
  await new Promise((done) => silent.close(done));

  const again = await startProduct({ port, settings: site.product.settings });
  try {
    expect((await ask()).body).toBe("photo-bytes-0123456789");
    expect((await request(`${site.origin}/`, { headers: navigation })).status).toBe(200);
  } finally {
    await again.stop();
  }
});
