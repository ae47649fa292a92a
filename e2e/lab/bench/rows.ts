/** What the bench compares: two bursts of requests, and the goal for the ratio of their CPU. */
import { addresses } from "../../../lib/addresses";
import { benchPaths, type VariantName } from "./variants";

/**
 * Whose cookie the requests carry.
 * - `few`: ten members with new cookies
 * - `one each`: ten members, another cookie for each request
 * - `stale`: ten members who never take the renewed cookie
 * - `none`: an anonymous client
 */
export type Client = "few" | "one each" | "stale" | "none";

/** Requests for one address, to one server. */
export interface Burst {
  server: VariantName | "shipped, x-accel" | "node:http" | "Apache";
  path: string;
  client: Client;
  /** A script of a page calls a route handler by `fetch`. By default a browser loads a page. */
  byFetch?: boolean;
  requests: number;
  /** The status that each must have. */
  status: number;
}

/** A ratio of two bursts. Without a goal it only informs. */
export interface Row {
  name: string;
  over: Burst;
  under: Burst;
  goal?: number;
}

const thumbnail = "/media/thumbs/owls.webp";
const check = `${addresses.check}?gate=members`;
const account = "/members/account";

function burst(server: Burst["server"], path: string, rest: Partial<Burst> = {}): Burst {
  const isPage = [account, addresses.frontPage, benchPaths.paragraph, benchPaths.elements].includes(path);
  return { server, path, client: "few", requests: isPage ? 150 : 500, status: 200, ...rest };
}

const byFetch = { byFetch: true };
const bareBehind = (server: Burst["server"]) => burst(server, benchPaths.bare, byFetch);
const bare = bareBehind("trivial middleware");
const guarded = burst("shipped", benchPaths.guarded, byFetch);
const anonymous = burst("shipped", benchPaths.guarded, { client: "none", status: 302 });
const trivialRedirect = burst("trivial middleware", benchPaths.redirect, { client: "none", status: 302 });
const theirRedirect = burst("next-auth", benchPaths.guarded, { client: "none", status: 307 });
const page = burst("shipped", account);
const checked = burst("shipped", check, { status: 204 });
const empty = burst("shipped", benchPaths.empty, { client: "none", status: 204 });
/** Cookies cost Next some time, whoever reads them: an empty handler gets the same ones. */
const emptyWithCookie = burst("shipped", benchPaths.empty, { status: 204 });
const accel = (path: string, status = 200) => burst("shipped, x-accel", path, { status });

/** The rows, in the order of docs/performance.md. */
export const rows: readonly Row[] = [
  {
    name: "gate: handler ÷ behind a trivial middleware",
    over: bareBehind("shipped"),
    under: bare,
    goal: 1.05,
  },
  { name: "both locks: handler ÷ trivial middleware, no guard", over: guarded, under: bare, goal: 1.08 },
  {
    name: "gated file ÷ behind a trivial middleware",
    over: burst("shipped", thumbnail),
    under: burst("trivial middleware", thumbnail),
    goal: 1.05,
  },
  { name: "member page, both locks ÷ without", over: page, under: burst("no locks", account), goal: 1.05 },
  { name: "file handed to nginx ÷ /api/auth/check", over: accel(thumbnail), under: accel(check, 204), goal: 1.2 },
  {
    name: "static front page ÷ behind a trivial middleware",
    over: burst("shipped", addresses.frontPage, { client: "none" }),
    under: burst("trivial middleware", addresses.frontPage, { client: "none" }),
    goal: 1.03,
  },
  { name: "/api/auth/check ÷ an empty handler, same cookie", over: checked, under: emptyWithCookie, goal: 1.05 },
  {
    name: "ours ÷ next-auth's auth(): handler",
    over: guarded,
    under: burst("next-auth", benchPaths.guarded, byFetch),
    goal: 0.38,
  },
  { name: "ours ÷ next-auth's auth(): page", over: page, under: burst("next-auth", account), goal: 0.5 },
  {
    name: "ours ÷ next-auth's auth(): anonymous",
    over: anonymous,
    under: theirRedirect,
    goal: 0.55,
  },
  { name: "the renewed cookie never taken ÷ taken", over: { ...guarded, client: "stale" }, under: guarded, goal: 1.15 },
  { name: "cookie unseen ÷ seen before", over: { ...guarded, client: "one each" }, under: guarded, goal: 1.15 },
  {
    name: "/login ÷ an empty handler",
    over: burst("shipped", addresses.login, { client: "none", status: 302 }),
    under: empty,
    goal: 1.15,
  },
  {
    name: "account page ÷ a page of one paragraph",
    over: page,
    under: burst("shipped", benchPaths.paragraph),
    goal: 1.2,
  },
  { name: "account page ÷ a page of 100 elements", over: page, under: burst("shipped", benchPaths.elements) },
  {
    name: "anonymous redirect ÷ a trivial one",
    over: anonymous,
    under: trivialRedirect,
  },
  {
    name: "a middleware that sets our headers, no locks ÷ a trivial one",
    over: bareBehind("headers alone"),
    under: bare,
  },
  {
    name: "a handler that reads cookies(), no locks ÷ one that does not",
    over: burst("no locks", benchPaths.guarded, byFetch),
    under: bare,
  },
  {
    name: "account page without locks ÷ behind next-auth's auth()",
    over: burst("no locks", account),
    under: burst("next-auth", account),
  },
  {
    name: "a trivial redirect ÷ next-auth's auth(), anonymous",
    over: trivialRedirect,
    under: theirRedirect,
  },
  { name: "getToken() as gate ÷ a trivial middleware", over: bareBehind("getToken"), under: bare },
  { name: "trivial middleware ÷ no middleware", over: bare, under: bareBehind("no middleware") },
  {
    name: "ours, a handler with both locks ÷ Apache with the module, a small file",
    over: guarded,
    under: burst("Apache", "/members/page.html"),
  },
  {
    name: "no middleware ÷ plain node:http",
    over: bareBehind("no middleware"),
    under: burst("node:http", "/", { client: "none" }),
  },
];
