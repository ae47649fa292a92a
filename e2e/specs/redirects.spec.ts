/** Which requests are redirected to a sign-in, and which get 401, 400 or 405, over plain HTTP. */
import { holdsMemberPage } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

const browser = { ...navigation, "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0" };

for (const { name, method = "GET", headers, status } of [
  { name: "a browser that opens a page", headers: browser, status: 302 },
  { name: "the same with HEAD", method: "HEAD", headers: browser, status: 302 },
  { name: "a browser too old for Sec-Fetch", headers: { accept: "text/html" }, status: 302 },
  { name: "a client that accepts anything", headers: { accept: "*/*" }, status: 302 },
  { name: "a client that says nothing", headers: {}, status: 302 },
  {
    name: "a script's fetch",
    headers: { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", accept: "*/*" },
    status: 401,
  },
  {
    name: "an image",
    headers: { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", accept: "image/*" },
    status: 401,
  },
  {
    name: "a video",
    headers: { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "video", range: "bytes=0-" },
    status: 401,
  },
  { name: "a frame", headers: { ...browser, "sec-fetch-dest": "iframe" }, status: 401 },
  { name: "an XMLHttpRequest", headers: { accept: "*/*", "x-requested-with": "XMLHttpRequest" }, status: 401 },
  { name: "a client that wants JSON", headers: { accept: "application/json" }, status: 401 },
  { name: "a prefetch by the browser", headers: { ...browser, "sec-purpose": "prefetch;prerender" }, status: 401 },
  { name: "an old prefetch", headers: { ...browser, purpose: "prefetch" }, status: 401 },
  {
    name: "a prefetch by Next",
    headers: { rsc: "1", "next-router-prefetch": "1", "sec-fetch-mode": "cors", accept: "*/*" },
    status: 401,
  },
  { name: "a navigation by Next", headers: { rsc: "1", "sec-fetch-mode": "cors", accept: "*/*" }, status: 401 },
  {
    name: "a search engine",
    headers: { accept: "text/html", "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" },
    status: 401,
  },
  {
    name: "a server action",
    method: "POST",
    headers: { "next-action": "x", origin: "ORIGIN", "sec-fetch-mode": "cors" },
    status: 303,
  },
  {
    name: "a form",
    method: "POST",
    headers: { ...browser, "content-type": "application/x-www-form-urlencoded" },
    status: 303,
  },
  {
    name: "a server action from another site",
    method: "POST",
    headers: { "next-action": "x", origin: "https://evil.test", "sec-fetch-mode": "cors" },
    status: 401,
  },
  { name: "PUT", method: "PUT", headers: browser, status: 401 },
  { name: "DELETE", method: "DELETE", headers: browser, status: 401 },
  { name: "OPTIONS", method: "OPTIONS", headers: browser, status: 401 },
  { name: "PROPFIND", method: "PROPFIND", headers: browser, status: 405 },
]) {
  test(`${name}, signed out, gets ${status}`, async ({ product }) => {
    const sent = Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [key, value.replace("ORIGIN", product.origin)]),
    );
    const answer = await request(`${product.origin}/members/account?page=2`, { method, headers: sent });
    expect(answer.status).toBe(status);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.headers["cache-control"]).toBe("private, no-store");
    if (status === 302)
      expect(answer.location).toBe(`${product.origin}/login?returnTo=%2Fmembers%2Faccount%3Fpage%3D2`);
    // Forms follow Location. For a server action Next's router follows a header of its own.
    if (status === 303) {
      const on =
        answer.location ||
        new URL(String(answer.headers["x-action-redirect"]).replace(/;push$/, ""), product.origin).href;
      expect(on).toBe(`${product.origin}/login?returnTo=%2Fmembers%2Faccount%3Fpage%3D2`);
    }
    if (status === 401) {
      expect(JSON.parse(answer.body)).toEqual({
        error: "signed_out",
        login: "/login?returnTo=%2Fmembers%2Faccount%3Fpage%3D2",
      });
      expect(answer.headers["x-robots-tag"]).toContain("noindex");
    }
  });
}

test("/login answers 401 unless a page is loaded, so Next loads the document", async ({ product, nats }) => {
  for (const headers of [
    { rsc: "1" },
    { "next-router-prefetch": "1", rsc: "1" },
    { "sec-fetch-mode": "cors" },
    { "sec-purpose": "prefetch" },
  ]) {
    const first = await request(`${product.origin}/login?returnTo=%2Fmembers`, { headers });
    // Next redirects RSC requests that lack its hash.
    const answer = first.status === 307 ? await request(first.location, { headers }) : first;
    expect(answer.status).toBe(401);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
  expect(nats.calls.count("authorize")).toBe(0);
});

test("no spelling of a gated path, method or header gets a gated page", async ({ product }) => {
  const paths = [
    "/members",
    "/members/",
    "//members",
    "/./members",
    "/x/../members",
    "/%6dembers",
    "/%6Dembers",
    "/members%2f",
    "/members%2Flatest",
    "/%2e/members",
    "/members%00",
    "/members%5c",
    "/members;a=b",
    "/members.rsc",
    "/members.json",
    "/members.png",
    "/members/v/abc.png",
    "/members.segments/_tree.segment.rsc",
    "/members.segments/members/__PAGE__.segment.rsc",
    "/MEMBERS",
    "/Members",
    "/_next/data/x/members.json",
    "/_next/image?url=%2Fmembers&w=64&q=75",
    "/_next/static/../../members",
    "/full",
    "/full.segments/_tree.segment.rsc",
    "/full.rsc",
    "/full%20",
    "/%66ull",
    "/index",
    "/members%252f",
    "/members%c0%af",
    "/members?_rsc=abc",
    "/members?x=%00",
    "/full/..%2ffull",
    "/members/\t",
    "/no-such-page",
    "/api/no-such-route",
    "/media/full/a.jpg",
  ];
  const headerSets: Record<string, string>[] = [
    navigation,
    {},
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-middleware-subrequest": "src/middleware" },
    { "x-middleware-rewrite": "/members", "x-middleware-next": "1" },
    { "x-matched-path": "/members", "x-now-route-matches": "1=members" },
    { "x-invoke-path": "/members", "x-invoke-status": "200", "x-invoke-output": "/members" },
    { "x-original-url": "/", "x-rewrite-url": "/", "x-forwarded-uri": "/" },
    { "x-forwarded-host": "evil.test", "x-forwarded-proto": "https", forwarded: "host=evil.test" },
    {
      oidc_claim_trial: "0",
      "oidc-claim-trial": "0",
      "remote-user": "fiona",
      "x-remote-user": "fiona",
      "x-members-path": "/",
      authorization: "Bearer x",
    },
    { "x-prerender-revalidate": "1", "x-nextjs-data": "1" },
  ];
  const faults: string[] = [];
  for (const path of paths) {
    for (const headers of headerSets) {
      for (const method of ["GET", "HEAD", "POST"]) {
        const answer = await request(product.origin, { method, headers, rawPath: path.replace("\t", "%09") });
        const isClosed =
          [302, 303, 307, 308, 400, 401, 404, 405].includes(answer.status) &&
          !holdsMemberPage(answer.body) &&
          !answer.location.includes("evil.test");
        if (!isClosed) faults.push(`${method} ${path} ${JSON.stringify(headers)}: ${answer.status} ${answer.location}`);
      }
    }
  }
  expect(faults).toEqual([]);
});

test("signed in, every gated answer is private and not stored", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  for (const path of ["/members", "/members/account", "/full", "/members/no-such-page", "/no-such-page"]) {
    for (const headers of [
      navigation,
      { rsc: "1", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", accept: "*/*" },
    ]) {
      const answer = await member.open(product.origin + path, { headers });
      if (answer.status === 307) continue; // Next sends RSC requests on to their hashed address.
      expect(answer.headers["cache-control"], path).toMatch(/^private,.*no-store/);
      expect(answer.headers.vary, path).toMatch(/\bcookie\b/i);
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
      expect(answer.headers["x-powered-by"]).toBeUndefined();
      for (const name of Object.keys(answer.headers)) expect(name).not.toMatch(/^x-middleware|^x-members/);
    }
  }
});

test("public pages may be cached, set no cookie, and know no member", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const [tour, membersTour] = [await visitor().open(`${product.origin}/`), await member.open(`${product.origin}/`)];
  for (const answer of [tour, membersTour]) {
    // Next says a year: after a deploy, a shared cache would show it without its stylesheet.
    expect(answer.headers["cache-control"]).toBe("s-maxage=300");
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.body).not.toContain("fiona");
  }
  expect(membersTour.body).toBe(tour.body);
});

test("the paths of next-auth's own pages are closed", async ({ product }) => {
  for (const path of [
    "signin",
    "signin/nats",
    "signout",
    "error",
    "csrf",
    "providers",
    "verify-request",
    "callback/other",
    "session/x",
  ]) {
    for (const method of ["GET", "POST"]) {
      const answer = await request(`${product.origin}/api/auth/${path}`, { method });
      expect(answer.status, `${method} ${path}`).toBe(404);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  }
  expect((await request(`${product.origin}/api/auth/session`, { method: "POST" })).status).toBe(405);
});
