/**
 * What the server remembers must not keep the requests that it comes from. The tables show it for
 * the source, and this for the build. There a minifier had joined two functions, and what one of
 * them named was kept by both.
 */
import { once } from "node:events";
import { request } from "node:http";
import { addresses } from "../../lib/addresses";
import { requestsIn, withHeap } from "../fixtures/heap";
import { mediaFolder } from "../fixtures/media-folder";
import { scriptFetch } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const visits = 30;
const { dir, fill, remove } = mediaFolder("kept-requests");
const film = { ...scriptFetch, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "video", range: "bytes=0-99" };

/** What each visit asks for after its sign-in. The server remembers something of most of it. */
const asked: Record<string, Record<string, string>> = {
  "/members": {},
  "/members/account": {},
  "/members/account?rsc": { ...scriptFetch, rsc: "1" },
  "/media/a.txt": film,
  [addresses.session]: scriptFetch,
  [`${addresses.check}?gate=members`]: scriptFetch,
  [addresses.recheck]: {},
};

/** A member signs in and looks around. Then a stranger comes with a code that NATS never gave. */
async function visit(origin: string): Promise<void> {
  const member = visitor();
  expect((await member.signIn(`${origin}/members`, "fiona")).url).toBe(`${origin}/members`);
  for (const [path, headers] of Object.entries(asked)) {
    const { status } = await member.follow(origin + path, { headers });
    expect([200, 204, 206], path).toContain(status);
  }
  const stranger = visitor();
  const answer = new URL(await stranger.logIn(`${origin}/members`, "fiona"));
  answer.searchParams.set("code", "wrong");
  expect((await stranger.open(answer.href)).location).toContain("/sign-in-failed");
}

test.beforeAll(() => fill());
test.afterAll(() => remove());

test("a server that served many visits holds none of their requests", async ({ nats }) => {
  await withHeap(nats, { MEDIA_DIR: dir }, async ({ origin }, snapshot) => {
    for (let made = 0; made < visits; made++) await visit(origin);
    const headers = { expect: "100-continue", "content-length": 10 };
    const open = request(`${origin}/still-open`, { method: "POST", headers });
    // It is destroyed below, which is no error here.
    open.on("error", () => undefined);
    open.flushHeaders();
    // The server has it now, and waits for its body.
    await once(open, "continue");
    const held = requestsIn(await snapshot());
    open.destroy();
    expect(held, "a request that is still open is found").toContain("/still-open");
    expect(held.length, held.join("\n")).toBeLessThan(visits / 2);
  });
});
