/** The table of addresses: a file of app/ answers each, and no other file spells one out. */
import { expect, test } from "@playwright/test";
import { specificity } from "../../lib/access/paths";
import { isOwnPath, standingOf } from "../../lib/access/table";
import { addresses, openPaths, withReturn } from "../../lib/addresses";
import { gates } from "../../lib/gates";
import { codeOf, filesUnder } from "./tree";

const app = filesUnder("app");
/** The addresses that files of app/ answer, without route groups; a parameter stands as [name]. */
const answered = app
  .filter((path) => /(^|\/)(page|route)\.tsx?$/.test(path))
  .map(
    (path) =>
      `/${path
        .split("/")
        .slice(1, -1)
        .filter((folder) => !/^\(.*\)$/.test(folder))
        .join("/")}`,
  );

for (const [name, address] of Object.entries(addresses)) {
  test(`${name}: ${address} is answered by a page or route handler`, () => {
    const below = answered.filter((path) => path === address || path.startsWith(`${address}/[`));
    expect(below).not.toEqual([]);
  });
}

test("every open pattern belongs to the product, and gated addresses are not open", () => {
  for (const pattern of openPaths) expect.soft(isOwnPath(pattern.replace("/**", "/x")), pattern).toBe(true);
  for (const address of [addresses.membersHome, addresses.media, addresses.mediaLink]) {
    expect.soft(standingOf(gates, address).kind, address).toBe("gated");
  }
  expect(openPaths.some((pattern) => specificity(pattern, addresses.frontPage) > 0)).toBe(false);
});

test("the gate sees every address but files of the build and the one that NATS posts to", () => {
  const [, literal = ""] = /matcher: \[(".+")\]/.exec(codeOf("middleware.ts")) ?? [];
  const matcher = JSON.parse(literal);
  const seen = (path: string) => new RegExp(`^${matcher}$`).test(path);
  expect([seen(addresses.pushes), seen("/_next/static/chunks/a.js")]).toEqual([false, false]);
  const others = Object.values(addresses).filter((address) => address !== addresses.pushes);
  const near = ["x", "/x", "/../../members", ".json", "/"].map((end) => addresses.pushes + end);
  // An exception for pictures, as many matchers have one, would open every gated picture.
  const files = ["png", "webp", "mp4", "css", "js", "ico", "txt", "json", "rsc"].flatMap((end) => [
    `/members/a.${end}`,
    `/media/full/a.${end}`,
    `/a.${end}`,
  ]);
  for (const path of [...others, ...near, ...files, "/api/nats", "/x/api/nats/members"])
    expect.soft(seen(path), path).toBe(true);
});

test("product files take addresses from the table instead of spelling them out", () => {
  const files = [...filesUnder("lib"), ...filesUnder("app/parts"), ...filesUnder("app/(status)"), "app/not-found.tsx"]
    .filter((path) => /\.tsx?$/.test(path))
    .filter((path) => !["lib/addresses.ts", "lib/gates.ts"].includes(path));
  const spelt = Object.values(addresses).filter((address) => address !== "/");
  const found = files.flatMap((path) => {
    const code = codeOf(path);
    const isSpelt = (address: string) => code.includes(`"${address}"`) || code.includes(`\`${address}?`);
    return spelt.filter(isSpelt).map((address) => `${path} spells ${address}`);
  });
  expect(files.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

test("the way back is a parameter, encoded", () => {
  const login = withReturn(addresses.login, "/a?b=&c");
  expect(login).toBe("/login?returnTo=%2Fa%3Fb%3D%26c");
  expect(new URL(login, "https://members.example").searchParams.get("returnTo")).toBe("/a?b=&c");
});
