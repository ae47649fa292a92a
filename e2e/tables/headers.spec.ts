/** Headers: clients cannot set identity headers, and the policy of a page blocks other hosts. */
import { expect, test } from "@playwright/test";
import {
  areForwardable,
  contentSecurityPolicy,
  fitsHeader,
  forwardedHeaders,
  headerName,
  headerValue,
  noStore,
  pathHeader,
} from "../../lib/http/headers";
import { isLoopback, isSafeUrl } from "../../lib/http/loopback";

test("identity headers and policies are removed in every spelling, and all others are kept", () => {
  const forged = [
    "OIDC_CLAIM_trial",
    "OIDC-CLAIM-trial",
    "oidc_claim_username",
    "Oidc_Access_Token",
    "OIDC-",
    "X-Members-Path",
    "x_members_path",
    "X-Members_Path",
    "x-members-anything",
    pathHeader,
    "REMOTE_USER",
    "Remote-User",
    "X-Remote-User",
    "X_REMOTE_USER",
    "X-Forwarded-User",
    "x_forwarded_user",
    "oidc.claim.trial",
    "OIDC_Claim.trial",
    "x.remote.user",
    "X.Forwarded-User",
    "remote.user",
    "Content-Security-Policy",
    "content-security-policy-report-only",
  ];
  const host = "members.example";
  const kept = {
    "x-forwarded-host": host,
    accept: "text/html",
    cookie: "a=b",
    "x-forwarded-for": "1.2.3.4",
    "user-agent": "x",
    "x-user-agent": "y",
  };
  for (const name of forged) {
    const headers = new Headers({ ...kept, [name]: "0" });
    const clean = forwardedHeaders(headers, host);
    expect.soft(Object.fromEntries(clean), name).toEqual(kept);
    expect.soft(areForwardable(headers, host), name).toBe(false);
    expect.soft(headers.has(name), `${name}: the request is unchanged`).toBe(true);
  }
});

test("headers pass as they came only if nothing in them is to be changed", () => {
  const host = "members.example";
  const usual = { "x-forwarded-host": host, "user-agent": "x", cookie: "a=b" };
  const many = Array.from({ length: 201 }, (_, index) => `c${index}=1`).join("; ");
  for (const [what, sent, areFit] of [
    ["usual", usual, true],
    ["without cookies", { "x-forwarded-host": host }, true],
    ["another host", { ...usual, "x-forwarded-host": "elsewhere.example" }, false],
    ["no host of a proxy", { "user-agent": "x" }, false],
    ["a long User-Agent", { ...usual, "user-agent": "x".repeat(513) }, false],
    ["201 cookies", { ...usual, cookie: many }, false],
  ] as const) {
    const headers = new Headers(sent);
    expect.soft(areForwardable(headers, host), what).toBe(areFit);
    const forwarded = Object.fromEntries(forwardedHeaders(headers, host));
    if (areFit) expect.soft(forwarded, what).toEqual(Object.fromEntries(headers));
    else expect.soft(forwarded, what).not.toEqual(Object.fromEntries(headers));
  }
});

test("a claim of any name makes a name that a header may have", () => {
  for (const [claim, name] of [
    ["trial", "trial"],
    ["first_name", "first_name"],
    ["custom:tier", "custom-tier"],
    ["https://site.example/tier", "https---site.example-tier"],
    ["Favourite colour (1)", "Favourite-colour--1-"],
    ["größe\r\nx", "gr--e--x"],
  ] as const) {
    expect.soft(headerName(claim)).toBe(name);
    expect.soft(() => new Headers({ [headerName(claim)]: "0" })).not.toThrow();
  }
});

const texts: [string, boolean][] = [
  ["0", true],
  ["", true],
  ["a b", true],
  ["zoë müller 🎬", true],
  [" 0", false],
  ["0 ", false],
  ["\t0", false],
  ["0\u0000", false],
  ["\n0", false],
  ["0\r\nX-Evil: 1", false],
  ["admin\u00a0", false],
  ["\ufeffadmin", false],
  ["admin\u2003", false],
  ["admin\u0085", false],
  ["a\u007fb", false],
  ["a\ud800", false],
  ["\udc00a", false],
];
test("a text fits a header only if it arrives unchanged", () => {
  for (const [text, fits] of texts) {
    expect.soft(fitsHeader(text), JSON.stringify(text)).toBe(fits);
    if (!fits) continue;
    const carried = new Headers({ x: headerValue(text) }).get("x") ?? "";
    expect.soft(Buffer.from(carried, "latin1").toString("utf8"), text).toBe(text);
  }
});

const directives = (policy: string) =>
  Object.fromEntries(policy.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1)]));

test("a page with a nonce runs only scripts with that nonce", () => {
  const policy = directives(
    contentSecurityPolicy({
      nonce: "abc123",
      formTargets: ["https://nats.example"],
      mediaOrigins: ["https://files.example"],
      development: false,
    }),
  );
  expect(policy["script-src"]).toEqual(["'self'", "'nonce-abc123'", "'strict-dynamic'"]);
  expect(policy["style-src"]).not.toContain("'unsafe-inline'");
  expect(policy["form-action"]).toEqual(["'self'", "https://nats.example"]);
  for (const name of ["img-src", "media-src", "connect-src"])
    expect.soft(policy[name], name).toContain("https://files.example");
});

test("every policy blocks objects, base, frames and other hosts", () => {
  for (const development of [true, false]) {
    for (const nonce of [undefined, "abc123"]) {
      const text = contentSecurityPolicy({
        formTargets: [],
        mediaOrigins: [],
        development,
        ...(nonce ? { nonce } : {}),
      });
      const policy = directives(text);
      for (const name of ["object-src", "base-uri", "frame-ancestors"])
        expect.soft(policy[name], name).toEqual(["'none'"]);
      expect.soft(policy["default-src"]).toEqual(["'self'"]);
      expect.soft(policy["form-action"]).toEqual(["'self'"]);
      expect.soft(text).not.toMatch(/https?:|\*/);
      expect.soft(text.includes("'unsafe-eval'"), "only the dev tools evaluate code").toBe(development);
    }
  }
});

test("responses that depend on the session are not cached", () => {
  expect(noStore).toEqual({ "cache-control": "private, no-store", vary: "Cookie" });
});

const hosts: [string, boolean][] = [
  ["localhost", true],
  ["members.localhost", true],
  ["127.0.0.1", true],
  ["127.255.255.254", true],
  ["[::1]", true],
  ["localhost.evil.example", false],
  ["evillocalhost", false],
  ["127.0.0.1.evil.example", false],
  ["1127.0.0.1", false],
  ["128.0.0.1", false],
  ["[::2]", false],
  ["0.0.0.0", false],
  ["10.0.0.1", false],
  ["", false],
];
test("isLoopback accepts names and addresses of this machine only", () => {
  for (const [host, expected] of hosts) expect.soft(isLoopback(host), host).toBe(expected);
});

const addresses: [string, boolean][] = [
  ["https://nats.example/x", true],
  ["http://localhost:4000/x", true],
  ["http://127.1/x", true],
  ["http://nats.example/x", false],
  ["http://localhost@nats.example/", false],
  ["ftp://localhost/", false],
  ["javascript:alert(1)", false],
  ["file:///etc/passwd", false],
];
test("isSafeUrl accepts https, and http on this machine", () => {
  for (const [address, expected] of addresses) expect.soft(isSafeUrl(new URL(address)), address).toBe(expected);
});
