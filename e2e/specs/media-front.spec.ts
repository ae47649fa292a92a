/** MEDIA_SEND: the product decides, and the web server in front sends the file. */
import { header, mediaFolder, trial } from "../fixtures/media-folder";
import { withProduct } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const { dir, fill, remove } = mediaFolder("media-front");

test.use({ settings: { MEDIA_DIR: dir } });

test.beforeAll(async ({ running }) => {
  fill();
  // Next loads the route at its first request. Later answers state their length.
  await request(`${running.product.origin}/media/a.txt`, { headers: { cookie: await cookieOf(running) } });
});

test.afterAll(() => remove());

test("a member's file is named to the web server in a header, a refused one is not", async ({ nats }) => {
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
      // nginx decodes the header. Debian's mod_xsendfile does not, so it gets the raw name.
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
