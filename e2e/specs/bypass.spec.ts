/** Odd spellings, headers, methods and ways to ask open no member page, file, link or check. */
import { buildIn } from "../fixtures/bypass/attempts";
import { statusOf } from "../fixtures/bypass/raw";
import { sliceOf, succeeded } from "../fixtures/bypass/slice";
import { full, mediaFolder, trial } from "../fixtures/media-folder";
import { holdsMemberPage } from "../fixtures/pages";
import { root } from "../fixtures/product";
import { cookieOf, expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const media = mediaFolder("bypass-media");
test.use({
  settings: {
    MEDIA_DIR: media.dir,
    MEDIA_SIGN: "nginx",
    MEDIA_SIGN_BASE_URL: "https://files.example/media",
    MEDIA_SIGN_KEY: "tests-only-0123456789-abcdefghijklmnop",
  },
});
test.beforeAll(() => media.fill());
test.afterAll(() => media.remove());

/** All of these are for full members only, so that a trial member must not get them either. */
const paths = [
  "/full",
  "/media/full/a.txt",
  "/media-link?path=/media/full/a.txt",
  "/api/auth/check?gate=full&claims=1",
];

/** Bytes of the file, a signed link, what only the check says, or part of a member's page. */
const signs = new RegExp(
  `F0000|content-range: bytes \\d+-\\d+/${full.length}|files\\.example/media/|x-remote-user`,
  "i",
);

for (const { name, cookie } of [
  { name: "an anonymous client", cookie: async () => "" },
  {
    name: "a client whose session has timed out",
    cookie: (here: Parameters<typeof cookieOf>[0]) => cookieOf(here, { loginAt: 1, seenAt: 1, exp: 2 }),
  },
  {
    name: "a client with a copy of a cookie that was signed out",
    cookie: async (here: Parameters<typeof cookieOf>[0]) => {
      const copy = await cookieOf(here);
      const { origin } = here.product;
      const headers = { cookie: copy, origin, "sec-fetch-site": "same-origin" };
      expect((await request(`${origin}/logout`, { method: "POST", headers })).status).toBe(303);
      return copy;
    },
  },
  { name: "a trial member", cookie: (here: Parameters<typeof cookieOf>[0]) => cookieOf(here, trial) },
]) {
  test(`odd requests of ${name} open nothing, and none gets 500`, async ({ product, nats }) => {
    const sent = await cookie({ nats, product });
    const isTrial = name.endsWith("trial member");
    // What these clients are to the page and the file, they are to the rest: that was tried above.
    const some = sent === "" || isTrial ? paths : paths.slice(0, 2);
    const attempts = await sliceOf(some, buildIn(root), 200);
    const opened = (answer: string, { path }: { path: string }) =>
      signs.test(answer) ||
      statusOf(answer) === 500 ||
      (!isTrial && holdsMemberPage(answer)) ||
      (path.startsWith("/api/auth/check") && statusOf(answer) === 204);
    expect(await succeeded(product.origin, attempts, sent, opened)).toEqual([]);
  });
}

test("a member with every right is shown what the others are not", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  for (const path of paths) {
    const answer = await request(product.origin + path, { headers: { cookie, range: "bytes=0-99" } });
    const shown = `${JSON.stringify(answer.headers)} ${answer.body}`;
    expect(signs.test(shown) || holdsMemberPage(shown), path).toBe(true);
  }
});
