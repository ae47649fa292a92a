/** Every route and status through shared caches: none of what depends on the client is kept. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { addresses } from "../../lib/addresses";
import { holdsMemberPage } from "../fixtures/pages";
import { freePort, type Product, standardSettings, startProduct } from "../fixtures/product";
import { scriptFetch } from "../fixtures/session-age";
import { cookieOf, expect, test } from "../fixtures/test";
import { type Answer, navigation, request } from "../fixtures/visitor";
import { removeFolder } from "../servers/servers";
import { image, siteFolder } from "../servers/site-folder";
import { caches, startNginxCache } from "./caches";

/** Suffixes by which a cache takes a page for a style sheet or a picture. */
const suffixes = [
  "/x.css",
  ";.js",
  ".css",
  "%2f..%2fx.png",
  "/..%2fx.css",
  "%0a.css",
  "%3fx.png",
  "%23x.jpg",
  "%3b.js",
];
const gatedPaths = ["/members", "/members/account", "/full", "/media/teaser.webm", "/media/full/film.webm"];
const others = [
  "/media-link?path=/media/full/film.webm",
  "/media/none.webm",
  "/members/",
  "/members/none",
  "/none",
  "/%6dembers",
];

const handlers = Object.values(addresses).filter((path) => path !== "/" && !path.startsWith("/media"));
const paths = [
  ...new Set([...handlers, `${addresses.check}?gate=full&claims=1`, "/refused/trial", ...gatedPaths, ...others]),
];
const tricks = ["/members", "/media/full/film.webm", addresses.session].flatMap((path) =>
  suffixes.map((end) => path + end),
);

/** Ways to ask. With those for files they lead to all statuses but 503, and a POST's 303. */
const ways: readonly { method?: string; headers: Record<string, string> }[] = [
  { headers: { ...navigation } },
  { headers: { ...scriptFetch } },
  { method: "HEAD", headers: { ...image } },
];
const fileWays: typeof ways = [
  { headers: { range: "bytes=5-19" } },
  { headers: { range: "bytes=999-" } },
  { headers: { "if-none-match": "*" } },
  { headers: { "if-match": '"other"' } },
];

function waysTo(path: string): typeof ways {
  if (tricks.includes(path)) return ways.slice(0, 1);
  return path.startsWith("/media/") ? [...ways, ...fileWays] : ways;
}

const personal = /fiona|bytes-0123/;
const isPersonal = ({ body, headers }: Answer) =>
  personal.test(body) || holdsMemberPage(body) || /members\.session=[^;]/.test(String(headers["set-cookie"]));
const isKept = ({ headers }: Answer) => /HIT/.test(String(headers["x-cache"]));

/** Statuses that do not come: these caches pass no condition on, and nginx no range. */
const notPassedOn: Readonly<Record<string, readonly number[]>> = {
  Varnish: [304, 412],
  "nginx's proxy_cache": [206, 304, 412, 416],
};

let product: Product;
let folder: string;

test.beforeAll(async ({ running }) => {
  folder = await siteFolder();
  const port = await freePort();
  const standard = standardSettings(`http://localhost:${port}`, running.nats.metadataUrl);
  product = await startProduct({ port, settings: { ...standard, MEDIA_DIR: join(folder, "media") } });
});

test.afterAll(async () => {
  await product?.stop();
  await removeFolder(folder);
});

for (const [name, startCache] of Object.entries({ ...caches, "nginx's proxy_cache": startNginxCache })) {
  test(`${name} keeps no answer that depends on the client, whoever asks first`, async ({ nats }) => {
    const here = { nats, product };
    const member = await cookieOf(here);
    const trial = await cookieOf(here, { claims: { username: "tom", trial: "1", status: "1" } });
    const old = Math.floor(Date.now() / 1000) - 3000;
    const unconfirmed = await cookieOf(here, { loginAt: old, checkedAt: old, triedAt: old, token: "x" });
    nats.faults.set("userinfo", { status: 500 });
    const port = await freePort();
    const home = join(folder, name.replace(/\W/g, ""));
    await mkdir(home);
    const cache = await startCache({ port, origin: product.origin, folder: home });
    const statuses = new Set<number>();
    const ask = async (path: string, way: (typeof ways)[number], cookie: string) => {
      const headers = { ...way.headers, ...(cookie ? { cookie } : {}) };
      const answer = await request(product.origin.replace(/\d+$/, `${port}`), { ...way, headers, rawPath: path });
      statuses.add(answer.status);
      const what = `${way.method ?? "GET"} ${path} ${answer.status} ${JSON.stringify(way.headers).slice(0, 60)}`;
      expect.soft(isKept(answer), `${what} kept`).toBe(false);
      if (!cookie) expect.soft(isPersonal(answer), `${what} to an anonymous client`).toBe(false);
      return answer;
    };
    try {
      const each = [...paths, ...tricks].flatMap((path) => waysTo(path).map((way) => ({ path, way })));
      for (const { path, way } of each) {
        // The member before an anonymous client, and after it.
        for (const cookie of [member, "", trial, member]) await ask(path, way, cookie);
      }
      for (const path of gatedPaths) await ask(path, { headers: { ...scriptFetch } }, unconfirmed);
      for (const path of gatedPaths) {
        const { status, body } = await ask(path, { headers: { ...navigation } }, member);
        expect.soft([status, personal.test(body)], `${path} after all the others`).toEqual([200, true]);
      }
      await ask("/signed-out", { method: "POST", headers: {} }, "");
      const wanted = [200, 204, 206, 302, 304, 307, 308, 400, 401, 403, 404, 405, 412, 416, 503];
      const missing = wanted.filter((status) => !statuses.has(status));
      expect(missing).toEqual(notPassedOn[name] ?? []);
      // The cache works: it keeps the front page. Some write it after they have answered.
      await expect.poll(async () => isKept(await request(`http://localhost:${port}/`))).toBe(true);
    } finally {
      await cache.stop();
    }
  });
}
