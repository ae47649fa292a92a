/** The headers that protect browsers, on every kind of answer of a site on https. */
import { addresses } from "../../lib/addresses";
import { sessionCookieName } from "../../lib/session/cookies";
import { mediaFolder } from "../fixtures/media-folder";
import { freePort, type Product, standardSettings, startProduct } from "../fixtures/product";
import { expect, sealedFor, sessionOf, test } from "../fixtures/test";
import { type Answer, navigation, request, visitor } from "../fixtures/visitor";
import type { Nats } from "../nats/server";

const origin = "https://members.example";
const scripted = {
  accept: "*/*",
  "sec-fetch-mode": "cors",
  "sec-fetch-dest": "empty",
  "sec-fetch-site": "same-origin",
};
const elsewhere = { ...navigation, "sec-fetch-site": "cross-site" };
const file = "/media/a.txt";

const { dir, fill, remove } = mediaFolder("answer-headers");

type Who = "anonymous" | "member" | "trial";

interface Kind {
  what: string;
  path: string;
  status: number;
  who?: Who;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** One request for each kind of answer that the product has. SCRIPT becomes a file of the build. */
const kinds: Kind[] = [
  { what: "a static page", path: "/", status: 200 },
  { what: "a member's page", path: "/members/account", who: "member", status: 200 },
  {
    what: "a member's page that a script fetches",
    path: "/members/account",
    who: "member",
    headers: scripted,
    status: 200,
  },
  {
    what: "a member's page for Next's router",
    path: "/members",
    who: "member",
    headers: { ...scripted, rsc: "1" },
    status: 307,
  },
  { what: "a refusal page", path: "/full", who: "trial", status: 403 },
  { what: "a refusal as JSON", path: "/full", who: "trial", headers: scripted, status: 403 },
  { what: "the way to the sign-in", path: "/members", status: 302 },
  { what: "no session, as JSON", path: "/members", headers: scripted, status: 401 },
  { what: "the start of a sign-in", path: "/login", status: 302 },
  { what: "the start of a sign-in that comes from another site", path: "/login", headers: elsewhere, status: 200 },
  { what: "a return from NATS that is refused", path: "/api/auth/callback/nats?code=a&state=b", status: 303 },
  { what: "the page of a failed sign-in", path: "/sign-in-failed?e=x", status: 400 },
  { what: "the page about an outage", path: "/unavailable", status: 503 },
  { what: "the question before a sign-out", path: "/logout", who: "member", headers: elsewhere, status: 303 },
  {
    what: "a sign-out",
    path: "/logout",
    who: "member",
    method: "POST",
    headers: { origin, "sec-fetch-site": "same-origin" },
    status: 303,
  },
  { what: "the page after a sign-out", path: "/signed-out", status: 200 },
  { what: "a recheck", path: "/api/auth/recheck?returnTo=/members", status: 302 },
  { what: "the session as JSON", path: "/api/auth/session", headers: scripted, status: 200 },
  { what: "a check that admits", path: "/api/auth/check", who: "member", status: 204 },
  { what: "a check that refuses", path: "/api/auth/check", status: 401 },
  { what: "an unknown address of the API", path: "/api/auth/signin", status: 404 },
  { what: "health", path: "/api/health/live", status: 200 },
  { what: "an address that exists by a setting only", path: "/api/metrics", status: 404 },
  { what: "NATS's posts, which no gate sees", path: "/api/nats/members", method: "POST", body: "a=b", status: 404 },
  { what: "a member's file", path: file, who: "member", headers: scripted, status: 200 },
  { what: "a part of a file", path: file, who: "member", headers: { ...scripted, range: "bytes=0-9" }, status: 206 },
  {
    what: "a range that the file does not have",
    path: file,
    who: "member",
    headers: { ...scripted, range: "bytes=9999999999-" },
    status: 416,
  },
  { what: "a file that does not exist", path: "/media/none.webm", who: "member", headers: scripted, status: 404 },
  { what: "a file without a session", path: file, headers: scripted, status: 401 },
  { what: "the join page's address", path: "/join", status: 302 },
  { what: "a public file", path: "/robots.txt", status: 200 },
  { what: "a public file that does not exist", path: "/sitemap.xml", status: 404 },
  { what: "a file of the build", path: "SCRIPT", status: 200 },
  { what: "a file that the build does not have", path: "/_next/static/chunks/none.js", status: 404 },
  { what: "a page that does not exist", path: "/members/none", who: "member", status: 404 },
  { what: "Next's second address of a page", path: "/_next/data/x/members.json", status: 404 },
  { what: "the image optimizer", path: "/_next/image?url=%2Fbrand%2Ficon.svg&w=64&q=75", who: "member", status: 404 },
  { what: "an address with a slash too many", path: "/members/", status: 308 },
  { what: "a path that cannot be decoded", path: "/%c0", status: 400 },
  { what: "an address that is too long", path: `/?${"a".repeat(9000)}`, status: 414 },
  { what: "a method without a meaning", path: "/members", method: "PROPFIND", status: 405 },
  { what: "TRACE", path: "/", method: "TRACE", status: 405 },
  {
    what: "a form of another site",
    path: "/",
    method: "POST",
    headers: { origin: "https://elsewhere.example", "content-type": "multipart/form-data; boundary=a" },
    body: "--a--\r\n",
    status: 405,
  },
];

/** What every answer must have. */
const always = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "strict-transport-security": "max-age=63072000",
} as const;

let product: Product;
let script = "";

test.beforeAll(async ({ running: { nats } }) => {
  const port = await freePort();
  const standard = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
  fill();
  product = await startProduct({ port, settings: { ...standard, AUTH_URL: origin, MEDIA_DIR: dir } });
  script = /\/_next\/static\/[^"]+\.js/.exec((await request(product.origin)).body)?.[0] ?? "";
});

test.afterAll(async () => {
  remove();
  await product?.stop();
});

/** A new visit each time: one of the answers ends its own. */
async function cookieFor(who: Who, nats: Nats): Promise<Record<string, string>> {
  if (who === "anonymous") return {};
  const claims = { username: "fiona", status: "1", trial: who === "trial" ? "1" : "0" };
  const sealed = await sealedFor(origin, sessionOf(nats.origin, { claims }));
  return { cookie: `${sessionCookieName({ secure: true })}=${sealed}` };
}

for (const { what, path, status, who = "anonymous", method = "GET", headers = navigation, body } of kinds) {
  test(`${what} (${status}) says how browsers must treat it`, async ({ nats }) => {
    const sent = { ...headers, ...(await cookieFor(who, nats)) };
    const rawPath = path.replace("SCRIPT", script);
    const answer = await request(product.origin, { rawPath, method, headers: sent, body });
    expect(answer.status).toBe(status);
    expectHeaders(answer, path.startsWith(addresses.callback) ? { "referrer-policy": "no-referrer" } : {});
  });
}

test("the return from NATS that signs in (302) says how browsers must treat it, and sends no Referer", async () => {
  const member = visitor();
  const { pathname, search } = new URL(await member.logIn(`${product.origin}/login`, "fiona"));
  const answer = await member.open(product.origin + pathname + search);
  expect([answer.status, answer.location]).toEqual([302, `${origin}/members`]);
  expectHeaders(answer, { "referrer-policy": "no-referrer" });
});

test("a member's page runs its scripts where a browser shows it, and none where a script fetches it", async ({
  nats,
}) => {
  const cookie = await cookieFor("member", nats);
  const policyFor = async (headers: Record<string, string>) => {
    const answer = await request(`${product.origin}/members/account`, { headers: { ...headers, ...cookie } });
    expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "private, no-store"]);
    return String(answer.headers["content-security-policy"]);
  };
  const frame = { ...navigation, "sec-fetch-dest": "iframe" };
  const ahead = { ...scripted, "sec-purpose": "prefetch" };
  for (const shown of [navigation, {}, frame, ahead])
    expect(await policyFor(shown)).toContain("script-src 'self' 'nonce-");
  const fetched = await policyFor(scripted);
  expect(fetched).toContain("default-src 'self'");
  expect(fetched).not.toMatch(/script-src|unsafe|nonce/);
});

/** Between Next's parts, or ours. Routers read `x-nextjs-*`, which Next publishes. */
const inside = /^(server|x-(middleware|members-path|powered-by|invoke|matched-path|next-).*)$/;

function expectHeaders(answer: Answer, others: Record<string, string>): void {
  for (const [name, value] of Object.entries({ ...always, ...others })) {
    expect.soft(answer.headers[name], name).toBe(value);
  }
  expect.soft(Object.keys(answer.headers).filter((name) => inside.test(name))).toEqual([]);
  if (isDocument(answer)) expectPolicy(String(answer.headers["content-security-policy"]));
}

function isDocument({ status, headers }: Answer): boolean {
  return String(headers["content-type"]).startsWith("text/html") && (status < 300 || status >= 400);
}

/** A page without a policy, or with one that lets others frame it, fails. */
function expectPolicy(policy: string): void {
  expect.soft(policy).toContain("frame-ancestors 'none'");
  if (policy.startsWith("default-src 'none'")) return;
  for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"]) {
    expect.soft(policy).toContain(directive);
  }
  expect.soft(policy, "no other host runs scripts").not.toMatch(/script-src[^;]*(https?:|\*|'unsafe-eval')/);
}
