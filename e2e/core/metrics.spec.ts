/** `/api/metrics`: closed without the token; with it, what members did, and nothing about them. */
import { free, mediaFolder, trial } from "../fixtures/media-folder";
import { withProduct } from "../fixtures/product";
import { agedMember, refreshGrace, refreshInterval } from "../fixtures/session-age";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

const token = "metrics-canary-0123456789-abcdefghij";
const { dir, fill, remove } = mediaFolder("metrics");

test.use({ settings: { METRICS_TOKEN: token, MEDIA_DIR: dir, NATS_EXPIRED_LOGIN: "on" } });
test.beforeAll(() => fill());
test.afterAll(() => remove());

/** Asks for the metrics. */
const scrape = (origin: string, authorization = `Bearer ${token}`) =>
  request(`${origin}/api/metrics`, { headers: { authorization } });

/** Returns the samples, by name and labels. */
async function samplesOf(origin: string): Promise<(name: string) => number> {
  const { body } = await scrape(origin);
  const samples = new Map(
    body.split("\n").map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))] as const),
  );
  return (name) => samples.get(name) ?? 0;
}

test("only the whole token opens the address, and no cache keeps the answer", async ({ product }) => {
  for (const wrong of [
    "",
    "Bearer",
    "Bearer ",
    `Bearer ${token.slice(1)}`,
    `Bearer ${token}x`,
    `Basic ${token}`,
    token,
  ]) {
    const answer = await scrape(product.origin, wrong);
    expect.soft([answer.status, answer.body], wrong).toEqual([401, '{"error":"token"}']);
    expect.soft(answer.headers["www-authenticate"]).toBe("Bearer");
  }
  const answer = await scrape(product.origin);
  expect(answer.headers).toMatchObject({
    "content-type": "text/plain; version=0.0.4; charset=utf-8",
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex, nofollow",
  });
  expect(answer.body).toContain("# TYPE members_sign_ins_total counter");
  expect(answer.body).toContain("process_resident_memory_bytes");
});

test("the addresses of health tell no setting, and no more than they must", async ({ product }) => {
  const told = async (name: string) => (await request(`${product.origin}/api/health/${name}`)).body;
  expect(JSON.parse(await told("live"))).toEqual({ live: true });
  expect(JSON.parse(await told("ready"))).toEqual({ ready: true, registry: "in this process" });
});

test("without METRICS_TOKEN the address does not exist", async ({ nats }) => {
  await withProduct(nats, {}, async ({ origin }) => {
    for (const headers of [{}, { authorization: "Bearer " }, { authorization: `Bearer ${token}` }]) {
      const answer = await request(`${origin}/api/metrics`, { headers });
      expect([answer.status, answer.body]).toEqual([404, '{"error":"not_found"}']);
    }
  });
});

test("sign-ins, rechecks, refusals, looks, files and calls are counted", async ({ product, nats }) => {
  const { origin } = product;
  const before = await samplesOf(origin);
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  await member.open(`${origin}/api/auth/callback/nats?state=nonsense`);
  const stranger = visitor();
  await stranger.open(`${origin}/api/auth/callback/nats?code=canary-code&state=nonsense`);
  const old = await agedMember({ nats, product }, refreshInterval);
  expect((await old.follow(`${origin}/members`)).status).toBe(200);
  const cookie = await cookieOf({ nats, product }, trial);
  expect((await request(`${origin}/full`, { headers: { ...navigation, cookie } })).status).toBe(403);
  expect((await request(`${origin}/api/auth/check?gate=full`, { headers: { cookie } })).status).toBe(403);
  expect((await request(`${origin}/media/a.txt`, { headers: { cookie } })).body === free).toBe(true);
  expect((await request(`${origin}/media/a.txt`, { headers: { cookie, range: "bytes=0-9" } })).status).toBe(206);
  const after = await samplesOf(origin);
  const grown = (name: string) => after(name) - before(name);
  expect({
    signIns: grown('members_sign_ins_total{outcome="done"}'),
    strange: grown('members_sign_ins_total{outcome="bad_callback"}'),
    rechecks: grown('members_recheck_seconds_count{outcome="changed"}'),
    refusals: grown('members_refusals_total{reason="trial"}'),
    whole: grown('members_media_answers_total{status="200"}'),
    parts: grown('members_media_answers_total{status="206"}'),
    bytes: grown("members_media_bytes_total"),
    tokens: grown('members_nats_call_seconds_count{call="token",outcome="answered"}'),
    running: after('members_nats_calls_in_flight{call="userinfo"}'),
    logged: grown('members_log_lines_total{event="sign_in",level="info"}'),
  }).toEqual({
    signIns: 2,
    strange: 1,
    rechecks: 1,
    refusals: 2,
    whole: 1,
    parts: 1,
    bytes: free.length + 10,
    tokens: 2,
    running: 0,
    logged: 2,
  });
  expect(grown('members_registry_looks_total{answer="open"}')).toBeGreaterThanOrEqual(5);
  const { body } = await scrape(origin);
  expect(body).not.toMatch(/fiona|canary|localhost/);
});

test("calls that fail and pages that close are counted; the page opened by its address is not", async ({
  product,
  nats,
}) => {
  const { origin } = product;
  const before = await samplesOf(origin);
  const member = await agedMember({ nats, product }, refreshInterval + refreshGrace);
  nats.faults.set("userinfo", { status: 500 });
  expect((await member.follow(`${origin}/members`)).status).toBe(503);
  await request(`${origin}/unavailable`, { headers: { ...navigation } });
  const after = await samplesOf(origin);
  const unavailable = 'members_refusals_total{reason="unavailable"}';
  expect(after(unavailable) - before(unavailable)).toBe(1);
  const failed = 'members_nats_call_seconds_count{call="userinfo",outcome="failed"}';
  expect(after(failed) - before(failed)).toBe(1);
});
