/**
 * Redirects end on a page: whatever a browser drops and a provider forgets, after three page loads
 * at most.
 */
import { words } from "../../app/theme/words";
import { headingOf } from "../fixtures/pages";
import { agedMember, refreshInterval } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { type Visitor, visitor } from "../fixtures/visitor";

const { failures } = words();

const session = "members.session";

// NATS remembers the login, so nothing stops a loop between the site and NATS.
test.use({ switches: { singleSignOn: true } });

/** Makes a visitor that keeps no cookie whose name matches. */
function forgetting(member: Visitor, names: RegExp): Visitor {
  const set = member.cookies.set.bind(member.cookies);
  member.cookies.set = (name, value) => (names.test(name) ? member.cookies : set(name, value));
  return member;
}

/**
 * Follows redirects, NATS's included, as far as a browser would; gives how often each page was
 * loaded.
 */
async function walk(member: Visitor, url: string) {
  const loads = new Map<string, number>();
  let answer = await member.open(url);
  let at = url;
  for (let hop = 0; hop < 20; hop++) {
    const page = new URL(at).pathname;
    loads.set(page, (loads.get(page) ?? 0) + 1);
    if (!answer.location) break;
    at = answer.location;
    answer = await member.open(at);
  }
  return { ...answer, url: at, loads };
}

test("forty tabs of one page with old claims all show it, by one call and at its own address", async ({
  product,
  nats,
}) => {
  const member = await agedMember({ nats, product }, refreshInterval);
  const old = member.cookies.get(session) ?? "";
  nats.faults.set("userinfo", { delayMs: 200 });
  nats.calls.clear();
  const page = `${product.origin}/members/account?page=2`;
  // The tabs of one browser: each leaves with the old cookie, and all keep what any of them gets.
  const shared = visitor();
  const leave = await Promise.all(
    Array.from({ length: 40 }, () => shared.open(page, { headers: { cookie: `${session}=${old}` } })),
  );
  const back = await Promise.all(
    leave.map((answer) => shared.open(answer.location, { headers: { cookie: `${session}=${old}` } })),
  );
  const ends = await Promise.all(back.map((answer) => shared.follow(answer.location)));
  expect(new Set(ends.map(({ status, url }) => `${status} ${url}`))).toEqual(new Set([`200 ${page}`]));
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("a browser that keeps no cookie after a recheck gets the page about cookies after three loads", async ({
  product,
  nats,
}) => {
  const member = await agedMember({ nats, product }, refreshInterval);
  const end = await walk(forgetting(member, /./), `${product.origin}/members`);
  expect(headingOf(end.body)).toBe(failures.cookies.heading);
  expect(end.loads.get("/members")).toBeLessThanOrEqual(3);
});

test("a browser that keeps all cookies but the session's gets that page after three loads", async ({ product }) => {
  const member = forgetting(visitor(), /^members\.session$/);
  await member.signIn(`${product.origin}/members/account`, "fiona");
  const end = await walk(member, `${product.origin}/members/account`);
  expect(headingOf(end.body)).toBe(failures.cookies.heading);
  expect(end.loads.get("/members/account")).toBeLessThanOrEqual(3);
});

test("a link with the mark of a repeated recheck harms nobody: it is taken away", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const end = await member.follow(`${product.origin}/members/account?a=1&members-repeated=1&b=2`);
  expect([end.status, end.url]).toEqual([200, `${product.origin}/members/account?a=1&b=2`]);
});

test("a provider that answers without parameters ends on a page, not at its own login again", async ({
  product,
  nats,
}) => {
  nats.faults.set("callback", { remove: ["code", "state", "error", "iss"] });
  const member = visitor();
  const way = await member.logIn(`${product.origin}/members`, "fiona");
  expect(new URL(way).search).toBe("");
  const end = await walk(member, way);
  expect([end.status, headingOf(end.body)]).toEqual([400, failures.bad_callback.heading]);
  expect(end.loads.get("/login")).toBeUndefined();
});
