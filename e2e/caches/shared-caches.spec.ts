/** Shared caches in front of Apache, Caddy and nginx keep no answer that a member was sent. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { holdsMemberPage } from "../fixtures/pages";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { navigation, visitor } from "../fixtures/visitor";
import { startBehindApache } from "../servers/apache-front";
import { startBehindNginx } from "../servers/behind-nginx";
import { startBehindCaddy } from "../servers/caddy";
import { image } from "../servers/site-folder";
import { caches } from "./caches";

const fronts = {
  Apache: (nats: { metadataUrl: string }) => startBehindApache(nats),
  Caddy: startBehindCaddy,
  nginx: (nats: { metadataUrl: string }) =>
    startBehindNginx(async (settings) => {
      const port = await freePort();
      const standard = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
      return startProduct({ port, settings: { ...standard, ...settings } });
    }),
};

const paths = [
  "/archive/photo.jpg",
  "/legacy/page.php",
  "/legacy/gone.php",
  "/legacy/public.php",
  "/media/teaser.webm",
  "/media/full/film.webm",
  "/members",
  "/members/account",
  "/full",
  "/api/auth/session",
];

for (const [front, startFront] of Object.entries(fronts)) {
  test.describe(`behind ${front}`, () => {
    let site: Awaited<ReturnType<typeof startFront>>;

    test.beforeAll(async ({ running }) => {
      site = await startFront(running.nats);
    });

    test.afterAll(async () => {
      await site?.stop();
    });

    for (const [name, startCache] of Object.entries(caches)) {
      test(`${name} in front of ${front} hands no member's file or page to an anonymous request`, async () => {
        const port = await freePort();
        const folder = join(site.folder, name.replace(/\W/g, ""));
        await mkdir(folder);
        const cache = await startCache({ port, origin: site.origin, folder });
        try {
          const cached = `http://localhost:${port}`;
          const member = visitor();
          await member.signIn(`${site.origin}/members`, "fiona");
          for (const headers of [image, navigation]) {
            for (const path of paths) {
              const sent = await member.open(cached + path, { headers });
              if (path.startsWith("/media")) expect([sent.status, sent.body.length > 5], path).toEqual([200, true]);
              const after = await visitor().open(cached + path, { headers });
              expect(after.body, path).not.toMatch(/fiona|photo-bytes|teaser-bytes|film-bytes/);
              expect([holdsMemberPage(after.body), after.headers["set-cookie"]?.join() ?? ""], path).toEqual([
                false,
                expect.not.stringContaining("members.session"),
              ]);
            }
          }
          // The cache works: it keeps the front page. Some write it after they have answered.
          const kept = async () => String((await visitor().open(`${cached}/`)).headers["x-cache"]);
          await expect.poll(kept).toContain("HIT");
        } finally {
          await cache.stop();
        }
      });
    }
  });
}
