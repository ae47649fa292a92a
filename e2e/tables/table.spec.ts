/** The table of gates: faults throw, the most specific pattern decides, the default is closed. */
import { expect, test } from "@playwright/test";
import type { PathPattern } from "../../lib/access/paths";
import { claim, validUser } from "../../lib/access/rules";
import { defineGates, standingOf } from "../../lib/access/table";
import { openPaths } from "../../lib/addresses";
import { gates } from "../../lib/gates";

const full = claim("trial", "0");

const faulty: [PathPattern[], PathPattern[], string][] = [
  [["/tour"], ["/tour"], "a path both public and gated"],
  [[], ["/a/**", "/a/**"], "a path named twice in one gate"],
  [["/brand/**", "/brand/**"], [], "a public path named twice"],
  [[], ["/login"], "the sign-in closed"],
  [[], ["/login/**"], "the sign-in's tree closed"],
  [[], ["/logout"], "the sign-out closed"],
  [[], ["/api/auth/**"], "next-auth's paths closed"],
  [[], ["/api/auth/callback/nats"], "the callback closed"],
  [[], ["/api/health/live"], "a probe closed"],
  [[], ["/refused/trial"], "a status page closed"],
  [["/signed-out"], [], "one of the product's own paths made public"],
  [[], ["/members/*"], "a single star"],
  [[], ["/a/**/b"], "a tree inside"],
  [[], ["/**/*.png"], "an extension"],
  [[], ["/members/"], "a trailing slash never matches"],
  [[], ["//members"], "an empty segment never matches"],
  [[], ["/members?x"], "a query never matches"],
  [[], ["/members#x"], "a fragment never matches"],
  [[], ["/caf%C3%A9"], "an encoded path never matches"],
  [[], ["/a/../b"], "a dot segment never matches"],
  [[], ["/a/./b/**"], "a dot segment never matches"],
  [[], ["/a\\b"], "a backslash never matches"],
  [[], ["/cafe\u0301/**"], "decomposed letters never match"],
];
for (const [open, closed, why] of faulty) {
  test(`a faulty table throws: ${why} (${[...open, ...closed].join(" ")})`, () => {
    expect(() => defineGates({ public: open, gates: { some: { paths: closed, require: validUser } } })).toThrow(
      /lib\/gates\.ts: .*\//,
    );
  });
}

test("a path in decomposed letters belongs to the gate of the composed pattern", () => {
  const table = defineGates({ public: [], gates: { vip: { paths: ["/media/café/**"], require: full } } });
  for (const path of ["/media/café/a.jpg", "/media/cafe\u0301/a.jpg"]) {
    expect(standingOf(table, path)).toMatchObject({ kind: "gated", gate: "vip" });
  }
});

test("a table without faults is returned unchanged", () => {
  const table = {
    public: ["/", "/tour/**", "/café", "/a b"] as const,
    gates: {
      all: { paths: ["/**"] as const, require: validUser },
      vip: { paths: ["/tour/vip"] as const, require: full },
    },
  };
  expect(defineGates(table)).toBe(table);
});

const table = defineGates({
  public: ["/", "/tour/**", "/members/preview", "/shop/**", "/club/**"],
  gates: {
    members: { paths: ["/members/**", "/tour/backstage/**", "/shop"], require: validUser },
    full: { paths: ["/members/vip/**", "/members/preview/full"], require: full },
    door: { paths: ["/club"], require: full },
  },
});
const stands: [string, string, string][] = [
  ["/", "public", "an exact public path"],
  ["/tour", "public", "the root of a public tree"],
  ["/tour/a", "public", "inside a public tree"],
  ["/tour/backstage", "members", "a gated tree inside a public one"],
  ["/tour/backstage/a", "members", "a gated tree inside a public one"],
  ["/members", "members", "the root of a gated tree"],
  ["/members/a", "members", "inside a gated tree"],
  ["/members/vip", "full", "the more specific gate"],
  ["/members/vip/a/b", "full", "the more specific gate"],
  ["/members/viper", "members", "a neighbour by name"],
  ["/members/preview", "public", "a public page inside a gated tree"],
  ["/members/preview/full", "full", "an exact gate under it"],
  ["/members/preview/other", "members", "the rest under it"],
  ["/shop", "members", "an exact gate at the root of a public tree"],
  ["/club", "door", "an exact gate at the root of a public tree, in either order"],
  ["/shop/a", "public", "inside that public tree"],
  ["/nowhere", "unnamed", "not named"],
  ["/tourist", "unnamed", "a neighbour by name"],
  ["/media/a.mp4", "unnamed", "files"],
  ["/api/other", "unnamed", "an API of the site's own"],
  ["/login", "own", "the product's own"],
  ["/login/x", "unnamed", "nothing under it"],
  ["/api/auth/callback/nats", "own", "the callback"],
  ["/api/authx", "unnamed", "a neighbour of next-auth's paths"],
  ["/refused/trial", "own", "a status page"],
];
test("the most specific pattern decides, and other paths need an active member", () => {
  for (const [path, expected, why] of stands) {
    const standing = standingOf(table, path);
    const actual = standing.kind === "gated" ? (standing.gate ?? "unnamed") : standing.kind;
    expect.soft(actual, `${path}: ${why}`).toBe(expected);
    if (actual === "unnamed" && standing.kind === "gated") expect.soft(standing.require).toBe(validUser);
  }
});

test("property names of Object are ordinary paths", () => {
  for (const path of ["/constructor", "/__proto__", "/toString"]) {
    expect.soft(standingOf(table, path)).toEqual({ kind: "gated", gate: undefined, require: validUser });
  }
});

test("the product's own paths are those of the contract", () => {
  for (const path of [
    "/login",
    "/logout",
    "/scheme",
    "/api/auth/callback/nats",
    "/api/auth/session",
    "/api/health/live",
    "/api/nats/members",
  ]) {
    expect.soft(standingOf(gates, path).kind, path).toBe("own");
  }
  expect(openPaths).toHaveLength(15); // Each more is a door without a gate: think twice.
});
