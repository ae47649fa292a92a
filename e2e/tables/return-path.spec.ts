/** Redirect targets after a sign-in or sign-out: paths of this site, and the configured origins. */
import { expect, test } from "@playwright/test";
import { safeReturnPath, signOutTarget } from "../../lib/access/return-path";
import { addresses, withReturn } from "../../lib/addresses";

const own = "https://members.example";
const allowed = ["https://www.example"];

const kept: [string, string, string][] = [
  ["/", "/", "the tour"],
  ["/members", "/members", "a path"],
  ["/members/latest?page=2", "/members/latest?page=2", "with its query"],
  ["/members/latest#top", "/members/latest#top", "with its fragment"],
  ["/bye?next=/http://x", "/bye?next=/http://x", "an odd query, which Apache refuses"],
  ["/members?a=1&b=%2F%2Fevil", "/members?a=1&b=%2F%2Fevil", "an encoded query"],
  ["/members/caf%C3%A9", "/members/caf%C3%A9", "UTF-8"],
  ["/members/café", "/members/caf%C3%A9", "UTF-8, which becomes encoded"],
  ["/members/../full", "/full", "dot segments, resolved as in browsers"],
  ["/members/a;b=1,c", "/members/a;b=1,c", "punctuation"],
  ["/members/'\"<script>", "/members/'%22%3Cscript%3E", "markup, encoded"],
  ["/loginhelp", "/loginhelp", "a neighbour of the sign-in"],
  ["/apiary", "/apiary", "a neighbour of the API"],
  ["/members/login", "/members/login", "a member page of that name"],
];
test("a path of this site is accepted", () => {
  for (const [value, expected, why] of kept) expect.soft(safeReturnPath(value), `${value}: ${why}`).toBe(expected);
});

const tab = "\t";
const elsewhere = [
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\\/evil.example",
  "//\\evil.example",
  "/path\\..//evil.example",
  `/${tab}/evil.example`,
  `/${tab}evil.example`,
  `${tab}//evil.example`,
  "/\n/evil.example",
  "/\r/evil.example",
  "/\r\n/evil.example",
  "/\u0000/evil.example",
  "/\u000b/evil.example",
  "/\u001f/evil.example",
  " //evil.example",
  "/ /evil.example",
  "/%09/evil.example",
  "/%0a/evil.example",
  "/%0d%0aSet-Cookie:x=1",
  "/%00/evil.example",
  "/%2fevil.example",
  "/%2Fevil.example",
  "/%5cevil.example",
  "/%5C%5Cevil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/./\\evil.example",
  "/members/..//evil.example",
  "/%2e%2e//evil.example",
  "/%2e//evil.example",
  "/members/%2e%2e//evil.example",
  "//evil.example/%2e%2e",
  "//members.example@evil.example",
  "//evil.example:443/",
  "//[::1]/",
  "//evil。example",
  "evil.example",
  "members",
  "bye.html",
  "?x",
  "#x",
  "",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "mailto:a@evil.example",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://evil.example/1",
  "http:evil.example",
  "http:/evil.example",
  "http:\\evil.example",
  "http:\\\\evil.example",
  "https:///evil.example",
  "https:evil.example",
  "ftp://evil.example/",
  "http://evil.example",
  "https://evil.example/members",
  "https://members.example@evil.example/",
  "https://members.example:x@evil.example/",
  "https://evil.example#@members.example/",
  "https://evil.example?@members.example/",
  "https://evil.example\\@members.example/",
  "https://members.example.evil.example/",
  "https://evil-members.example/",
  "https://evilmembers.example/",
  "https://members.example%2eevil.example/",
  "https://members.example%00.evil.example/",
  "https://members。example.evil.example/",
  "https://www.example.evil.example/",
  "https://www.example./",
  "https://members.example./members",
  "https://evilwww.example/",
  "http://www.example/",
  "https://www.example:8443/",
  "https://user@www.example/",
  "https://user:pass@members.example/",
  "http://members.example/",
  "https://members.example:8443/",
  "ftp://members.example/",
  "https://members.example//evil.example",
  "https://members.example/\\evil.example",
  "https://members.example/..//evil.example",
  " https://members.example/",
  "https://members.example/\n",
];
test("a sign-in never returns to another origin", () => {
  for (const value of elsewhere) expect.soft(safeReturnPath(value), JSON.stringify(value)).toBe(addresses.membersHome);
  for (const value of [null, undefined]) expect.soft(safeReturnPath(value)).toBe(addresses.membersHome);
});
test("a sign-out never leads to an origin that is not configured", () => {
  for (const value of elsewhere) expect.soft(signOutTarget(value, own, allowed), JSON.stringify(value)).toBeNull();
  expect(signOutTarget(null, own, allowed)).toBeNull();
});

test("the product's own addresses are rejected: they would loop or sign out", () => {
  const machinery = [
    "/login",
    "/login?returnTo=/members",
    "/login/",
    "/logout",
    "/logout?returnTo=/",
    "/sign-out",
    "/signed-out",
    "/timed-out?returnTo=/x",
    "/sign-in-failed?e=x",
    "/unavailable",
    "/refused/trial",
    "/api/auth/callback/nats?code=x&state=y",
    "/api/auth/session",
    "/api/health/live",
    "/members/../login",
    "/members/../api/auth/session",
    "/./logout",
    "/logout.rsc",
    "/logout.segments/_tree.segment.rsc",
    "/api/auth/session.rsc",
  ];
  for (const value of machinery) {
    expect.soft(safeReturnPath(value), value).toBe(addresses.membersHome);
    expect.soft(signOutTarget(value, own, []), value).toBeNull();
    expect.soft(signOutTarget(own + value, own, []), own + value).toBeNull();
  }
});

const targets: [string, string, string][] = [
  ["/bye.html", "/bye.html", "a path"],
  ["/", "/", "the tour"],
  ["https://members.example/bye?x=1#y", "/bye?x=1#y", "our own origin, written out"],
  ["HTTPS://MEMBERS.EXAMPLE/bye", "/bye", "our own origin in capitals"],
  ["https://members.example:443/bye", "/bye", "our own origin with its port"],
  ["https://www.example/tour?x=1", "https://www.example/tour?x=1", "a configured origin"],
  ["https://www.example", "https://www.example/", "a configured origin, without a path"],
  ["HTTPS://WWW.EXAMPLE/tour", "https://www.example/tour", "in capitals"],
];
test("a sign-out leads to paths of this site and to configured origins", () => {
  for (const [value, expected, why] of targets) {
    expect.soft(signOutTarget(value, own, allowed), `${value}: ${why}`).toBe(expected);
  }
  expect(signOutTarget("https://www.example/", own, [])).toBeNull();
});

test("a rejected path becomes the fallback, by default the members' home", () => {
  expect(safeReturnPath("//evil.example", "/full")).toBe("/full");
  expect(safeReturnPath("//evil.example", "")).toBe("");
  expect(addresses.membersHome).toBe("/members");
});

test("more than 2,048 characters are rejected, also after encoding", () => {
  const longest = `/members?${"a".repeat(2039)}`;
  expect(safeReturnPath(longest)).toBe(longest);
  expect(safeReturnPath(`${longest}a`)).toBe(addresses.membersHome);
  expect(signOutTarget(`${longest}a`, own, [])).toBeNull();
  expect(safeReturnPath(`/members/${"会".repeat(2000)}`).length, "it goes into a cookie").toBeLessThanOrEqual(2048);
});

test("withReturn encodes the path in the query", () => {
  expect(withReturn(addresses.login, "/members/a b?x=1&y=2#z")).toBe(
    "/login?returnTo=%2Fmembers%2Fa+b%3Fx%3D1%26y%3D2%23z",
  );
  expect(new URL(withReturn(addresses.login, "/a?b=&c"), own).searchParams.get("returnTo")).toBe("/a?b=&c");
});
