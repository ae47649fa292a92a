/** What pages weigh: their HTML, and the scripts of ours beside the framework's. */
import { gzipSync } from "node:zlib";
import { brokenWords } from "../../app/theme/words/broken";
import { crashedWords } from "../../app/theme/words/crashed";
import { addresses } from "../../lib/addresses";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

/** Most bytes of script that are ours, compressed; of a page's HTML, not compressed. */
const limits = { publicScript: 3000, memberScript: 8000, accountHtml: 24_000, statusGzip: 30_000 };

/** Texts and addresses that only our own scripts hold. */
const ours = [brokenWords.broken.heading, crashedWords.heading, addresses.session].map((text) => JSON.stringify(text));

/** Loads a page with its scripts. Sizes in bytes; `script` and `gzip` are compressed. */
async function weigh(url: string, cookie = ""): Promise<{ html: number; gzip: number; script: number }> {
  const page = await request(url, { headers: { ...navigation, cookie } });
  const paths = new Set([...page.body.matchAll(/\/_next\/static\/[^"\\]+\.js/g)].map(([path]) => path));
  const scripts = await Promise.all([...paths].map((path) => request(new URL(path, url).href)));
  const own = scripts.filter(({ body }) => ours.some((text) => body.includes(text)));
  const compressed = (text: string) => gzipSync(text).length;
  return {
    html: Buffer.byteLength(page.body),
    gzip: compressed(page.body),
    script: own.reduce((sum, { body }) => sum + compressed(body), 0),
  };
}

test("public pages have at most 3 kB of script of ours, and a status page is light", async ({ product }) => {
  for (const path of ["/", addresses.signInFailed]) {
    const { script, gzip } = await weigh(product.origin + path);
    expect(script, path).toBeGreaterThan(500);
    expect(script, path).toBeLessThanOrEqual(limits.publicScript);
    expect(script + gzip, path).toBeLessThanOrEqual(limits.statusGzip);
  }
});

test("members' pages have at most 8 kB of script of ours", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  for (const path of ["/members", "/members/account"]) {
    const { script } = await weigh(product.origin + path, cookie);
    expect(script, path).toBeGreaterThan(2000);
    expect(script, path).toBeLessThanOrEqual(limits.memberScript);
  }
});

// As shipped it has less than 20 kB. An owner's name and links come on top.
test("the account page has at most 24 kB of HTML", async ({ product, nats }) => {
  const { html } = await weigh(`${product.origin}/members/account`, await cookieOf({ nats, product }));
  expect(html).toBeLessThanOrEqual(limits.accountHtml);
});
