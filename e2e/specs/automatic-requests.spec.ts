/** Addresses that browsers, phones, crawlers and scanners ask for without a person. */
import { addresses } from "../../lib/addresses";
import { scriptFetch } from "../fixtures/session-age";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

/** Clients that ask by themselves. */
const clients: Record<string, Record<string, string>> = {
  "a phone or a tool": { accept: "*/*", "user-agent": "curl/8" },
  "an old browser": { accept: "text/html,*/*;q=0.8" },
  "a browser's own fetch": { accept: "*/*", "sec-fetch-mode": "cors", "sec-fetch-dest": "manifest" },
};

const files = [
  "/apple-touch-icon.png",
  "/apple-touch-icon-precomposed.png",
  "/apple-touch-icon-120x120.png",
  "/apple-touch-icon-152x152-precomposed.png",
  "/manifest.json",
  "/manifest.webmanifest",
  "/site.webmanifest",
  "/sitemap.xml",
  "/sitemap_index.xml",
  "/ads.txt",
  "/app-ads.txt",
  "/humans.txt",
  "/security.txt",
  "/browserconfig.xml",
  "/crossdomain.xml",
  "/.env",
  "/wp-login.php",
];

for (const [name, headers] of Object.entries(clients)) {
  test(`${name} gets files at the top, or 404: never the way to NATS`, async ({ product }) => {
    for (const path of files) {
      const answer = await request(product.origin + path, { headers });
      // An owner may have put one into public/.
      expect.soft([200, 404], path).toContain(answer.status);
      expect.soft(answer.headers["set-cookie"], path).toBeUndefined();
    }
  });
}

test("the usual ones are 404 in a tab, too, and anything else opened there asks for a sign-in", async ({ product }) => {
  for (const path of files.slice(0, 2)) {
    const { status } = await request(product.origin + path, { headers: { ...navigation } });
    expect.soft([200, 404], path).toContain(status);
  }
  for (const path of ["/no-such-guide.pdf", "/members/film.v2"]) {
    const answer = await request(product.origin + path, { headers: { ...navigation } });
    expect.soft(new URL(answer.location || product.origin).pathname, path).toBe("/login");
  }
});

test("an unknown address of the product's own API is a short 404 as JSON", async ({ product }) => {
  for (const path of ["/api/health/x", "/api/health", "/api/auth/x", "/api/auth/session/x", "/api/auth/signin"]) {
    for (const headers of [navigation, { accept: "*/*" }]) {
      const answer = await request(product.origin + path, { headers: { ...headers } });
      expect.soft([answer.status, answer.body], path).toEqual([404, '{"error":"not_found"}']);
      expect.soft(answer.headers["cache-control"], path).toBe("private, no-store");
    }
  }
});

test("search engines are told to list no status page and no refusal", async ({ product, nats }) => {
  const { signedOut, timedOut, unavailable, signInFailed, signOut } = addresses;
  for (const path of [signedOut, timedOut, unavailable, signInFailed, signOut]) {
    const { headers } = await visitor().open(product.origin + path);
    expect.soft(headers["x-robots-tag"], path).toBe("noindex, nofollow");
  }
  const cookie = await cookieOf({ nats, product }, { claims: { username: "tom", trial: "1", status: "1" } });
  const refused = await request(`${product.origin}/full`, { headers: { ...navigation, cookie } });
  expect([refused.status, refused.headers["x-robots-tag"]]).toEqual([403, "noindex, nofollow"]);
});

test("each answer has a nonce of its own, which nobody can guess", async ({ product }) => {
  const nonces = new Set<string>();
  for (const path of [addresses.signedOut, addresses.timedOut, addresses.signedOut, "/sign-in-failed"]) {
    const { headers, body } = await visitor().open(product.origin + path);
    const [, nonce = ""] = /'nonce-([^']+)'/.exec(`${headers["content-security-policy"]}`) ?? [];
    expect(nonce, path).toMatch(/^[\w-]{22}$/);
    expect(body, path).toContain(`nonce="${nonce}"`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(4);
});

test("a nonce that the client sends is never in a page", async ({ product, nats }) => {
  const nonce = "Y2xpZW50LW5vbmNl";
  const policy = `script-src 'nonce-${nonce}'`;
  const headers = {
    ...navigation,
    "content-security-policy": policy,
    "content-security-policy-report-only": policy,
    content_security_policy: policy,
    "x-nonce": nonce,
  };
  const pages = ["/", "/brand/none", "/sitemap.xml", "/signed-out", "/timed-out", "/unavailable", "/api/health/x"];
  for (const path of [...pages, "/_next/static/none.js", "/_next/none", "/refused/trial", "/sign-in-failed", "/%zz"]) {
    const answer = await request(product.origin + path, { headers });
    expect.soft(answer.body + JSON.stringify(answer.headers), path).not.toContain(nonce);
  }
  // A script's request passes the gate without a nonce of ours.
  const cookie = await cookieOf({ nats, product });
  for (const more of [navigation, scriptFetch]) {
    const page = await request(`${product.origin}/members/account`, { headers: { ...headers, ...more, cookie } });
    expect(page.status).toBe(200);
    expect(page.body + JSON.stringify(page.headers)).not.toContain(nonce);
  }
});
