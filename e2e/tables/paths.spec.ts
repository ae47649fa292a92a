/** Paths: the gate means the same page as Next's router, and odd spellings are rejected. */
import { expect, test } from "@playwright/test";
import { canonicalPath, type PathPattern, specificity } from "../../lib/access/paths";
import { claim, validUser } from "../../lib/access/rules";
import { defineGates, standingOf } from "../../lib/access/table";

/** A table of its own: what a site adds to lib/gates.ts must not change what is tested here. */
const gates = defineGates({
  public: ["/", "/robots.txt", "/favicon.ico", "/brand/**", "/.well-known/**"],
  gates: {
    members: { paths: ["/members/**", "/media/**"], require: validUser },
    full: { paths: ["/full/**", "/media/full/**"], require: claim("trial", "0") },
  },
});

const meant: [string, string, string][] = [
  ["/", "/", "the tour"],
  ["/members", "/members", "unchanged"],
  ["/members/latest", "/members/latest", "unchanged"],
  ["/members/v/a.png", "/members/v/a.png", "with an extension"],
  ["/Members", "/Members", "case matters, as in the router"],
  ["/members;x=1", "/members;x=1", "no path parameters"],
  ["/members/a%20b", "/members/a b", "an encoded space"],
  ["/members/caf%C3%A9", "/members/café", "UTF-8"],
  ["/members/café", "/members/café", "UTF-8, unencoded"],
  ["/members/%E4%BC%9A", "/members/会", "UTF-8, three bytes"],
  ["/members/a+b", "/members/a+b", "a plus is a plus"],
  ["/members/...", "/members/...", "three dots are a name"],
  ["/members/.hidden", "/members/.hidden", "a dot before a name"],
  ["/full.rsc", "/full", "router data"],
  ["/full.prefetch.rsc", "/full", "prefetched router data"],
  ["/full.segments/_tree.segment.rsc", "/full", "a prefetched segment"],
  ["/full.segments/full/__PAGE__.segment.rsc", "/full", "a prefetched segment, deeper"],
  ["/full.segments/!KG1lbWJlcnMp.segment.rsc", "/full", "a segment of a route group"],
  ["/members/latest.segments/_index.segment.rsc", "/members/latest", "a segment of a deeper page"],
  ["/index.rsc", "/", "router data of the tour"],
  ["/index.segments/_tree.segment.rsc", "/", "a segment of the tour"],
  ["/robots.txt", "/robots.txt", "a file"],
  ["/_next/image", "/_next/image", "the optimiser"],
  ["/_next/data/build/members.json", "/_next/data/build/members.json", "old router data"],
];
for (const [path, page, why] of meant) {
  test(`${path} is the page ${page}: ${why}`, () => {
    expect(canonicalPath(path)).toBe(page);
  });
}

const refused: [string, string][] = [
  ["/%6dembers", "an encoded letter"],
  ["/%6Dembers/a.jpg", "an encoded letter, upper case"],
  ["/members/%61", "an encoded letter inside"],
  ["/members/%30", "an encoded digit"],
  ["/members%2flatest", "an encoded slash"],
  ["/members%2Flatest", "an encoded slash, upper case"],
  ["/%2fmembers", "an encoded slash first"],
  ["/%2e%2e/members", "encoded dots"],
  ["/members/%2e", "an encoded dot"],
  ["/members/a%2epng", "an encoded dot in a name"],
  ["/members/%2e%2E/full", "encoded dots, mixed"],
  ["/members%5clatest", "an encoded backslash"],
  ["/members\\latest", "a backslash"],
  ["/\\members", "a backslash first"],
  ["/%256dembers", "encoded twice"],
  ["/members%252flatest", "encoded twice"],
  ["/members%25", "an encoded percent sign"],
  ["/members%", "a lone percent sign"],
  ["/members/%zz", "no hex digits"],
  ["/members/%e", "half an encoding"],
  ["/members/%u0061", "a non-standard encoding"],
  ["/members/%ff", "not UTF-8"],
  ["/members/%c0%af", "an overlong slash"],
  ["/members/%c1%a1", "an overlong letter"],
  ["/members/%ed%a0%80", "half a surrogate pair"],
  ["/members%00", "NUL"],
  ["/members%00.png", "NUL before an extension"],
  ["/members/%0a", "a line feed"],
  ["/members/%0d%0aSet-Cookie:x", "a header injected by a line break"],
  ["/members/%09", "a tab"],
  ["/members/%1f", "a control character"],
  ["/members/%7f", "DEL"],
  ["/members/\n", "a raw line feed"],
  ["/members/\u0000", "a raw NUL"],
  ["//members", "an empty segment first"],
  ["/members//latest", "an empty segment"],
  ["/members/", "a trailing slash"],
  ["/members/./latest", "a dot segment"],
  ["/members/../full", "two dots"],
  ["/..", "two dots alone"],
  ["/.", "a dot alone"],
  ["members", "no leading slash"],
  ["", "nothing"],
  ["*", "OPTIONS *"],
  ["http://localhost/members", "an absolute address"],
  ["/%2D", "an encoded unreserved character"],
  ["/%7Eann", "an encoded tilde"],
  ["/%5Fnext", "an encoded underscore"],
  [`/${"a".repeat(2048)}`, "over 2,048 characters"],
];
for (const [path, why] of refused) {
  test(`${JSON.stringify(path.slice(0, 40))} is rejected: ${why}`, () => {
    expect(canonicalPath(path)).toBeNull();
  });
}

test("only router paths that Next itself builds count as their page", () => {
  // Next: /^(\/.*)\.segments(\/.*)\.segment\.rsc$/, greedy. Others are ordinary paths.
  for (const path of [
    "/.segments/secret",
    "/robots.txt.segments/secret",
    "/brand.segments/x",
    "/.segments/a.segments/b",
  ]) {
    const page = canonicalPath(path);
    expect.soft(page === null || standingOf(gates, page).kind === "gated", path).toBe(true);
  }
  const twice = canonicalPath("/.segments/secret.segments/_tree.segment.rsc");
  expect.soft(twice === null || twice === "/.segments/secret", "the last one ends the page's path").toBe(true);
});

test("every spelling of a gated path is rejected or gated", () => {
  const spellings = (path: string) => [
    path,
    path.toUpperCase(),
    `/${path}`,
    `${path}/`,
    `${path}/.`,
    `${path}/..`,
    `/.${path}`,
    `/..${path}`,
    `/brand/..${path}`,
    `/brand/%2e%2e${path}`,
    `/brand/..%2f${path.slice(1)}`,
    `/brand\\..${path}`,
    `/.well-known/../${path.slice(1)}`,
    `/login/..${path}`,
    `/api/auth/..${path}`,
    `${path}.rsc`,
    `${path}.prefetch.rsc`,
    `${path}.segments/_tree.segment.rsc`,
    `${path}.json`,
    `${path}.png`,
    `${path};.css`,
    `${path}%3f.css`,
    `${path}%23`,
    `${path}%20`,
    `${path}%00`,
    `${path}%0a`,
    path.replace("/", "/%"),
    path.replace(/\w/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    path.replace(/\w/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
    path.replace(/\w/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    `/_next/image?url=${path}`,
    `/_next/data/x${path}.json`,
  ];
  for (const path of ["/members", "/members/latest", "/full", "/full/series/1", "/media/film.mp4", "/unlisted"]) {
    for (const spelling of spellings(path)) {
      const page = canonicalPath(spelling);
      expect.soft(page === null || standingOf(gates, page).kind === "gated", spelling).toBe(true);
    }
  }
});

const fits: [PathPattern, string, boolean][] = [
  ["/members/**", "/members", true],
  ["/members/**", "/members/latest", true],
  ["/members/**", "/members/a/b/c", true],
  ["/members/**", "/membersonly", false],
  ["/members/**", "/members.png", false],
  ["/members/**", "/Members", false],
  ["/members/**", "/", false],
  ["/robots.txt", "/robots.txt", true],
  ["/robots.txt", "/robots.txt/x", false],
  ["/robots.txt", "/robotsxtxt", false],
  ["/", "/", true],
  ["/", "/members", false],
  ["/**", "/", true],
  ["/**", "/members", true],
];
test("a pattern matches its path or tree, but no neighbour", () => {
  for (const [pattern, path, expected] of fits) {
    expect.soft(specificity(pattern, path) > 0, `${pattern} on ${path}`).toBe(expected);
  }
});

test("a longer pattern is more specific, and an exact path is more specific than a tree", () => {
  expect(specificity("/members/vip/**", "/members/vip")).toBeGreaterThan(specificity("/members/**", "/members/vip"));
  expect(specificity("/members", "/members")).toBeGreaterThan(specificity("/members/**", "/members"));
  expect(specificity("/", "/")).toBeGreaterThan(specificity("/**", "/"));
});
