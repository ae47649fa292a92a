/** Return paths, for any text: a path of this site, as the URL Standard reads it. */
import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { canonicalPath } from "../../lib/access/paths";
import { askedReturnPath, marked, safeReturnPath, signOutTarget, unmarked } from "../../lib/access/return-path";
import { addresses, openPaths } from "../../lib/addresses";
import { holds, textOf } from "./properties";

const own = "https://members.example";
const redirectUri = `${own}/old/vanity`;

const pieces = [
  ...[
    "/",
    "//",
    "\\",
    "/\\",
    ".",
    "..",
    "/../",
    "/./",
    "%2f",
    "%5c",
    "%2e",
    "%00",
    "%",
    "@",
    ":",
    "?",
    "#",
    "&",
    "=",
    ";",
  ],
  ...["\t", "\n", "\r", " ", "\u0000", "\u007f", "\u2028", "\u3002", "\uff0f", "\ud800", "é", "%C3%A9", "%e2%28"],
  ...["https:", "http:", "javascript:", "data:", "evil.example", "evil%2eexample", own, "user@", "[::1]"],
  ...[
    "/members",
    "members",
    "/full",
    "/login",
    "/logout",
    "/LOGOUT",
    "/api",
    "/auth",
    "/nats",
    "/metrics",
    "/sign-out",
    "/logout.rsc",
  ],
  ...[
    "/old",
    "/vanity",
    "?logout=/",
    "returnTo=/",
    "members-repeated=1",
    "?members-repeated=1&",
    "&members-repeated=1",
    ".rsc",
    ".segments/x.segment",
  ],
];
const text = fc.oneof(
  textOf(pieces, 8),
  textOf(pieces, 8).map((rest) => `/${rest}`),
  fc.string({ unit: "binary" }),
  fc.webUrl(),
);

/** Says what is wrong with a path to redirect to; null if nothing is. */
function faultOf(path: string): string | null {
  if (!/^\/(?![/\\])/.test(path)) return "it does not begin with one slash";
  if (/[\u0000-\u0020\u007f\\]/.test(path)) return "it holds a blank, a control character or a backslash";
  if (path.length > 2048) return "it is too long";
  // Two bases: a path that names a scheme or a host gives itself away under one of them.
  for (const base of [own, "http://other.invalid/deep/page?x#y"]) {
    if (!URL.canParse(path, base)) return "it is no URL";
    const url = new URL(path, base);
    if (url.origin !== new URL(base).origin) return `it leads to ${url.origin}`;
    if (url.pathname + url.search + url.hash !== path) return "a browser reads it as another path";
  }
  const page = canonicalPath(new URL(path, own).pathname);
  if (page === null) return "the gate answers it with 400";
  const isOwn = openPaths.some(
    (open) => page === open || (`${page}/`.startsWith(open.replace("**", "")) && open.endsWith("**")),
  );
  return isOwn ? "it belongs to the product" : null;
}

test("after a sign-in: a page of this site, which is accepted again unchanged", () => {
  let kept = 0;
  holds(
    6000,
    fc.property(text, (value) => {
      const path = safeReturnPath(value);
      if (path !== addresses.membersHome) kept += 1;
      assert.equal(faultOf(path), null);
      assert.equal(safeReturnPath(path, "/other"), path);
    }),
  );
  expect(kept).toBeGreaterThan(300);
});

test("of a request: never the redirect URI, where Apache's ?logout= signs out", () => {
  holds(
    4000,
    fc.property(
      fc.oneof(
        text,
        text.map((rest) => `/old/vanity${rest}`),
      ),
      (value) => {
        const path = askedReturnPath(value, redirectUri);
        assert.equal(faultOf(path), null);
        assert.notEqual(canonicalPath(new URL(path, own).pathname), "/old/vanity");
      },
    ),
  );
});

test("after a sign-out: a page of this site, or an address on a configured origin", () => {
  const allowed = "https://www.example";
  const starts = fc.constantFrom(
    allowed,
    own,
    "https://user@www.example",
    "https://u:p@www.example",
    "https://:p@www.example",
  );
  const target = fc.oneof(
    text,
    fc.tuple(starts, text).map((parts) => parts.join("")),
  );
  holds(
    6000,
    fc.property(target, (value) => {
      const end = signOutTarget(value, own, [allowed]);
      if (end === null) return;
      if (end.startsWith("/")) return assert.equal(faultOf(end), null);
      assert.deepEqual([new URL(end).origin, new URL(end).username, new URL(end).password], [allowed, "", ""]);
    }),
  );
});

test("the mark of a repeated recheck comes and goes without a trace", () => {
  holds(
    3000,
    fc.property(text, (value) => {
      const path = unmarked(safeReturnPath(value));
      assert.equal(unmarked(marked(path)), path);
      assert.equal(unmarked(path), path);
      assert.doesNotMatch(path, /[?&]members-repeated=1(?=[&#]|$)/);
      assert.equal(new URL(marked(path), own).origin, own);
    }),
  );
});
