/** What the build contains: no member page as a static file, and no way of Next's past the gate. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { standingOf } from "../../lib/access/table";
import { gates } from "../../lib/gates";
import { root } from "../fixtures/product";
import { expect, test } from "../fixtures/test";

const built = (file: string) => JSON.parse(readFileSync(join(root, ".next", file), "utf8")) as Record<string, unknown>;

/** Next's own, which names no member. */
const ownOfNext = ["/_global-error", "/_not-found"];

/** The routes of a prerender manifest that a member page or handler has. */
function gatedRoutes({ routes = {}, dynamicRoutes = {} }: Record<string, unknown>): string[] {
  const all = [...Object.keys(routes as object), ...Object.keys(dynamicRoutes as object)];
  return all.filter((path) => !ownOfNext.includes(path) && standingOf(gates, path).kind === "gated");
}

// Next sends a prerendered page with "s-maxage": nginx handed a member's to the next visitor.
test("no page behind a gate was made at build time", () => {
  const planted = { routes: { "/": {}, "/members/news": {} }, dynamicRoutes: { "/full/[slug]": {} } };
  expect(gatedRoutes(planted)).toEqual(["/members/news", "/full/[slug]"]);
  const manifest = built("prerender-manifest.json");
  expect(Object.keys(manifest.routes as object), "the tour is in it").toContain("/");
  expect(gatedRoutes(manifest)).toEqual([]);
});

test("what serves pages by other addresses, or in parts made at build time, is off", () => {
  const { config } = built("required-server-files.json") as { config: Record<string, unknown> };
  expect(config).toMatchObject({
    images: { unoptimized: true, remotePatterns: [], domains: [], dangerouslyAllowSVG: false },
    i18n: null,
    cacheComponents: false,
    basePath: "",
    experimental: { ppr: false, useCache: false },
  });
  const { rewrites, redirects } = built("routes-manifest.json");
  expect(rewrites).toEqual({ beforeFiles: [], afterFiles: [], fallback: [] });
  expect((redirects as { source: string }[]).map(({ source }) => source)).toEqual(["/:path+/"]);
});
