/**
 * What the server remembers must not keep the requests that it comes from. The tables show it for
 * the source, and this for the build: a minifier once joined two functions, and they were kept.
 */
import { addresses } from "../../lib/addresses";
import { requestsIn, withHeap } from "../fixtures/heap";
import { mediaFolder } from "../fixtures/media-folder";
import { scriptFetch } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const visits = 30;

/** What each visit asks for after its sign-in. The server remembers something of most of it. */
const asked: Record<string, Record<string, string>> = {
  "/members": {},
  "/members/account": {},
  "/members/account?rsc": { ...scriptFetch, rsc: "1" },
  "/media/a.txt": { ...scriptFetch, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "video", range: "bytes=0-99" },
  [addresses.session]: scriptFetch,
  [`${addresses.check}?gate=members`]: scriptFetch,
  [addresses.recheck]: {},
};

test("a server that served many visits holds none of their requests", async ({ nats }) => {
  const media = mediaFolder("kept-requests");
  media.fill();
  await withHeap(nats, { MEDIA_DIR: media.dir }, async ({ origin }, snapshot) => {
    for (let visit = 0; visit < visits; visit++) {
      const member = visitor();
      expect((await member.signIn(`${origin}/members`, "fiona")).url).toBe(`${origin}/members`);
      for (const [path, headers] of Object.entries(asked)) {
        const { status } = await member.follow(origin + path, { headers });
        expect([200, 204, 206], path).toContain(status);
      }
    }
    const held = requestsIn(await snapshot());
    expect(held.length, held.join("\n")).toBeLessThan(10);
  });
  media.remove();
});
