/** Paths, in any spelling: the gate judges the page that Next's router would open, or refuses. */
import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { decodePathParams } from "next/dist/server/lib/router-utils/decode-path-params";
import { RSCPathnameNormalizer } from "next/dist/server/normalizers/request/rsc";
import { SegmentPrefixRSCPathnameNormalizer } from "next/dist/server/normalizers/request/segment-prefix-rsc";
import { normalizeRscURL } from "next/dist/shared/lib/router/utils/app-paths";
import { canonicalPath } from "../../lib/access/paths";
import { claim, validUser } from "../../lib/access/rules";
import { defineGates, standingOf } from "../../lib/access/table";
import { holds, textOf } from "./properties";

const origin = "https://members.example";

/** A table of its own: what a site adds to lib/gates.ts must not change what is tested here. */
const gates = defineGates({
  public: ["/", "/robots.txt", "/brand/**", "/.well-known/**"],
  gates: {
    members: { paths: ["/members/**", "/media/**"], require: validUser },
    full: { paths: ["/full/**", "/media/full/**"], require: claim("trial", "0") },
  },
});
const pages = [
  "/members",
  "/members/account",
  "/full",
  "/full/series/café",
  "/media/film a.mp4",
  "/media/full/x.mp4",
  "/club",
];

/** The path as middleware gets it: parsed, and without the suffix of router data. */
const asMiddlewareSees = (path: string) => new URL(normalizeRscURL(new URL(path, origin).href)).pathname;

/** The pages that Next may open for a path: its own server by itself, a platform by suffix. */
function openedPages(path: string): string[] {
  const { pathname } = new URL(path, origin);
  const data = [new SegmentPrefixRSCPathnameNormalizer(), new RSCPathnameNormalizer()];
  return [pathname, ...data.map((suffix) => suffix.normalize(pathname))].flatMap((raw) => {
    try {
      return [decodePathParams(raw), raw];
    } catch {
      return [raw];
    }
  });
}

/** Writes each character as it is, encoded once or twice, or in the other case. */
const spelled = (path: string) =>
  fc.tuple(...Array.from(path, (char) => fc.constantFrom(...spellings(char)))).map((chars) => chars.join(""));

function spellings(char: string): string[] {
  const encoded = [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const plain = Array(24).fill(/[\w/.-]/.test(char) ? char : encoded.toUpperCase()) as string[];
  const others = [char, encoded, encoded.replaceAll("%", "%25"), char.toUpperCase(), char.normalize("NFD")];
  return [...plain, ...others, ...(char === "/" ? ["//", "\\", "/./", "/x/../", "%2f", "%5C", "/%2e/", ";/"] : [])];
}

const ends = [
  "",
  "",
  "",
  "/",
  "/.",
  ".rsc",
  ".prefetch.rsc",
  ".json",
  ".png",
  ";.css",
  "%3f.css",
  "%23",
  "%20",
  "%00",
  "%0a",
  "%",
];
const ending = fc.constantFrom(
  ...ends,
  ".segments/_tree.segment.rsc",
  ".segments/full/__PAGE__.segment.rsc",
  "%c3",
  "?x",
  "#y",
);
const beginning = fc.constantFrom(
  "",
  "",
  "",
  "/",
  "/.",
  "/brand/..",
  "/brand/%2e%2e",
  "/.well-known/../",
  "/api/auth/..",
  "/index",
);

test("a spelling that reaches a gated page is judged by its gate, or refused", () => {
  const reached = { judged: 0, refused: 0 };
  const spelling = fc
    .constantFrom(...pages)
    .chain((page) =>
      fc
        .tuple(fc.constant(page), beginning, spelled(page), ending)
        .map(([of, ...parts]) => ({ page: of, path: parts.join("") })),
    );
  holds(
    12_000,
    fc.property(spelling, ({ page, path }) => {
      fc.pre(URL.canParse(path, origin) && new URL(path, origin).origin === origin);
      if (!openedPages(path).some((opened) => opened.normalize("NFC") === page)) return;
      const seen = canonicalPath(asMiddlewareSees(path));
      reached[seen === null ? "refused" : "judged"] += 1;
      if (seen !== null) assert.deepEqual(standingOf(gates, seen), standingOf(gates, page));
    }),
  );
  expect(reached.judged, "ordinary spellings").toBeGreaterThan(500);
  expect(reached.refused, "odd ones").toBeGreaterThan(100);
});

const piece = [
  "/",
  "..",
  ".",
  "%",
  "%2",
  "%zz",
  "%2e",
  "%2f",
  "%25",
  "%c3%28",
  "%ff",
  "%ed%a0%80",
  "%00",
  "%7f",
  "\\",
  "a",
  "é",
  "%C3%A9",
];
const anything = fc.oneof(
  textOf(piece, 10),
  textOf(piece, 10).map((rest) => `/${rest}`),
  fc.string({ unit: "binary" }),
);

test("a path that is not refused is plain: decoded once, without empty, dot or control parts", () => {
  let passed = 0;
  holds(
    12_000,
    fc.property(anything, (path) => {
      const page = canonicalPath(path);
      if (page === null) return;
      passed += 1;
      assert.ok(page.startsWith("/"));
      assert.ok(
        page === "/" ||
          page
            .slice(1)
            .split("/")
            .every((part) => !["", ".", ".."].includes(part)),
      );
      assert.doesNotMatch(page, /[\u0000-\u001f\u007f\\%]/);
      assert.ok(decodeURIComponent(path).startsWith(page) || page === "/");
    }),
  );
  expect(passed).toBeGreaterThan(500);
});
