/**
 * Members' files for clients without Sec-Fetch headers: players, download tools, old browsers'
 * images.
 */
import { free, mediaFolder, trial } from "../fixtures/media-folder";
import { aged, agedMember, refreshGrace, refreshInterval, scriptFetch } from "../fixtures/session-age";
import { cookieOf, expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";

const { dir, fill, remove } = mediaFolder("media-clients");

test.use({ settings: { MEDIA_DIR: dir } });

test.beforeAll(() => fill());
test.afterAll(() => remove());

const clients = {
  "curl and VLC": { accept: "*/*" },
  "ffmpeg, with a range": { accept: "*/*", range: "bytes=0-" },
  "Apple's media loader": { accept: "*/*", range: "bytes=0-1", "user-agent": "AppleCoreMedia/1.0.0" },
  "an old browser's image": { accept: "image/webp,image/*;q=0.8,*/*;q=0.5" },
  "a download tool that asks for anything, pages first": { accept: "text/html,*/*" },
} as const;

for (const [client, headers] of Object.entries(clients)) {
  test(`${client}: the same old cookie gets the file in one step, each time`, async ({ product, nats }) => {
    const member = await agedMember({ nats, product }, refreshInterval);
    const cookie = `members.session=${member.cookies.get("members.session")}`;
    nats.calls.clear();
    for (let time = 0; time < 3; time++) {
      const answer = await request(`${product.origin}/media/a.txt`, { headers: { ...headers, cookie } });
      expect([200, 206]).toContain(answer.status);
      expect(free.startsWith(answer.body)).toBe(true);
    }
    expect(nats.calls.count("userinfo")).toBe(1);
  });

  test(`${client}: signed out it gets 401, is sent nowhere, and starts no sign-in`, async ({ product }) => {
    const answer = await request(`${product.origin}/media/a.txt`, { headers });
    expect([answer.status, answer.location, answer.headers["set-cookie"]]).toEqual([401, "", undefined]);
  });

  test(`${client}: a trial member gets 403 for a full member's file`, async ({ product, nats }) => {
    const cookie = await cookieOf({ nats, product }, trial);
    const answer = await request(`${product.origin}/media/full/a.txt`, { headers: { ...headers, cookie } });
    expect([answer.status, answer.location]).toEqual([403, ""]);
  });
}

test("claims beyond the grace: the file comes after NATS has confirmed them, and 503 while it cannot", async ({
  product,
  nats,
}) => {
  const member = await agedMember({ nats, product }, refreshInterval + refreshGrace + 100);
  const cookie = `members.session=${member.cookies.get("members.session")}`;
  const image = { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", accept: "image/*" };
  for (const headers of [{ accept: "*/*" }, image]) {
    const answer = await request(`${product.origin}/media/a.gif`, { headers: { ...headers, cookie } });
    expect(answer.status).toBe(200);
  }
  const link = await request(`${product.origin}/media-link?path=/media/a.gif`, { headers: { ...scriptFetch, cookie } });
  expect(link.status).toBe(200);
});

test("claims beyond the grace get 503 for a file while NATS fails", async ({ product, nats }) => {
  const member = visitor();
  await aged(member, "a-token", { nats, product }, refreshInterval + refreshGrace + 100);
  nats.faults.set("userinfo", { status: 500 });
  const cookie = `members.session=${member.cookies.get("members.session")}`;
  const answer = await request(`${product.origin}/media/a.gif`, { headers: { accept: "*/*", cookie } });
  expect([answer.status, answer.body.includes("GIF")]).toEqual([503, false]);
});

test("a trial member who has upgraded gets a full member's file as soon as the claims are due", async ({
  product,
  nats,
}) => {
  const member = await agedMember({ nats, product }, refreshInterval, trial);
  const cookie = `members.session=${member.cookies.get("members.session")}`;
  const answer = await request(`${product.origin}/media/full/a.txt`, { headers: { accept: "*/*", cookie } });
  expect(answer.status).toBe(200);
});

test("a person who opens the address of a file in a tab is led to sign in", async ({ product }) => {
  const answer = await visitor().open(`${product.origin}/media/a.txt`);
  expect([answer.status, new URL(answer.location).pathname]).toEqual([302, "/login"]);
});

test("no page is asked for in parts, or as a picture", async ({ product }) => {
  for (const headers of [{ range: "bytes=0-99" }, { accept: "image/avif,image/webp,*/*" }]) {
    const answer = await request(`${product.origin}/members`, { headers: { accept: "text/html", ...headers } });
    expect([answer.status, answer.location]).toEqual([401, ""]);
  }
});
