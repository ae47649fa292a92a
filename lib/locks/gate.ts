/** The gate, first of two locks: decides before a page runs. Without network, on edge or Node. */
import { type NextRequest, NextResponse } from "next/server";
import { canonicalPath } from "../access/paths";
import type { Refusal } from "../access/reasons";
import { unmarked } from "../access/return-path";
import { type Standing, standingOf } from "../access/table";
import { addresses, handlerPaths, mediaRoot, withReturn } from "../addresses";
import { privateJson, refusedJson } from "../answers/json";
import {
  dataHeaders,
  dynamicPage,
  fileHeaders,
  pageWith,
  passedOn,
  plain,
  redirectOfAction,
  staticHeaders,
  statusPage,
} from "../answers/page";
import { redirectTo } from "../answers/redirect";
import { failures } from "../failures";
import { gates } from "../gates";
import { boundedCookies, noIndex, noStore } from "../http/headers";
import { isFormPost, isNavigation, isPrefetch, isSameOrigin, mayBePage } from "../http/navigation";
import { memberHash } from "../log";
import { sessionCookieName } from "../session/cookies";
import { openFailure } from "../session/failure-ticket";
import type { SessionPayload } from "../session/payload";
import { readSession } from "../session/read";
import { endSession, rolledCookie } from "../session/write";
import type { Site } from "../site";
import { refusedAction } from "./actions";
import { judge, type Verdict } from "./verdict";

/** For the operator, logged with the names of the claims that came. */
const missingClaim =
  "A claim the rule needs is missing or odd. For trial: is MEMBER_OPENID_BASE_INFO on in NATS? For status: is NATS_EXPIRED_LOGIN as in NATS?";

type Gated = Extract<Standing, { kind: "gated" }>;
type Admitted = Extract<Verdict, { kind: "admitted" }>;

/** Longest address as a parameter of a redirect, where each "%" takes three characters. */
const maxAddressChars = 7168;

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Answers a request, or lets it through. Fails closed: what is not allowed is refused. */
export async function gate(request: NextRequest, site: Site): Promise<NextResponse> {
  if (!methods.includes(request.method)) return plain(405, "Method not allowed");
  // Next serves each page and handler a second time, as /_next/data/BUILD/login.json. No page here
  // uses that address, and rules of a server in front (limits, a closed check) do not know it.
  if (request.headers.has("x-nextjs-data")) return plain(404, "Not found");
  // Answers with 24 kB of headers made nginx take the site for down.
  if (encodeURIComponent(addressOf(request)).length > maxAddressChars) return plain(414, "Address too long");
  const path = canonicalPath(request.nextUrl.pathname);
  if (path === null) return plain(400, "Bad request");
  // Next answers this address with its own error page, and with the status 500.
  if (path === "/_global-error") return plain(404, "Not found");
  if (path === site.settings.client.redirectPath) return atRedirectUri(request, site);
  if (site.development && /^\/(_next|__nextjs)/.test(path)) return NextResponse.next();

  const standing = standingOf(gates, path);
  if (standing.kind === "own") return ownPage(request, path, site);
  if (standing.kind === "public") return (await refusedAction(request, site)) ?? publicPage(request, site);

  const verdict = judge(await readSession(request.cookies, site), standing.require, site.now(), site.settings);
  const recheck = verdict.due ? recheckFirst(request, site) : null;
  if (recheck) return recheck;
  const clean = unmarked(addressOf(request));
  if (clean !== addressOf(request) && isPageLoad(request)) return redirectTo(clean, 302, site);
  switch (verdict.kind) {
    case "admitted":
      return (await refusedAction(request, site)) ?? enter(request, verdict, site);
    case "refused":
      return (await refusedAction(request, site)) ?? refuse(request, verdict.reason, standing, verdict.session, site);
    case "unconfirmed":
      return unconfirmed(request, site);
    default:
      if (standing.gate === undefined && isRootFile(path, request)) return plain(404, "Not found");
      return signIn(request, verdict.kind === "timed_out" ? "timed_out" : "signed_out", site);
  }
}

/**
 * Sends requests with old claims to the recheck: page loads by redirect, prefetches by 401. Member
 * files and their links pass to their own guard, which asks: players keep no cookies. Returns null
 * for other requests: old claims within the grace count for them.
 */
function recheckFirst(request: NextRequest, site: Site): NextResponse | null {
  const { method, headers, nextUrl } = request;
  const recheck = withReturn(addresses.recheck, addressOf(request));
  if (isPageLoad(request)) return redirectTo(recheck, 302, site);
  if (isFile(request) || nextUrl.pathname === addresses.mediaLink) {
    return NextResponse.next({ ...passedOn(request, site), headers: fileHeaders(false) });
  }
  const ahead = headers.get("next-url") !== null || isPrefetch(headers);
  return method === "GET" && ahead ? refusedJson("recheck", recheck) : null;
}

/** Claims beyond the grace open nothing until NATS answers. */
function unconfirmed(request: NextRequest, site: Site): NextResponse {
  const reopened = reopenedPage(request, site);
  if (reopened) return reopened;
  if (!isPageLoad(request)) return refusedJson("unavailable");
  return statusPage(request, pageWith(request, addresses.unavailable), 503, site);
}

/** The redirect URI takes NATS's responses, and Apache's `?logout=` on an old vanity address. */
function atRedirectUri(request: NextRequest, site: Site): NextResponse {
  const url = request.nextUrl.clone();
  const logout = url.searchParams.get("logout");
  const isBackchannel = logout === "backchannel" && request.method === "POST";
  const answer = logout === null ? addresses.callback : addresses.logout;
  url.pathname = isBackchannel ? addresses.backchannelLogout : answer;
  // Hosts may name the target of a rewrite in the answer: the code must not be in it. The route
  // handler still sees the query of the address asked for.
  // Next drops the route handler's Referrer-Policy, so it is set here.
  const passed = { ...passedOn(request, site), headers: { ...noStore, "referrer-policy": "no-referrer" } };
  if (url.pathname === request.nextUrl.pathname) return NextResponse.next(passed);
  url.search = "";
  return NextResponse.rewrite(url, passed);
}

/** The product's own addresses. Caches may keep Next's 405 of a handler: RFC 9110, 15.5.6. */
async function ownPage(request: NextRequest, path: string, site: Site): Promise<NextResponse> {
  if (handlerPaths.includes(path)) return NextResponse.next({ ...passedOn(request, site), headers: noStore });
  if (path.startsWith("/api/")) return privateJson(404, { error: "not_found" });
  if (path === addresses.theme) return site.development ? NextResponse.next() : plain(404, "Not found");
  // Next would try the body of a POST as a server action, and log what it cannot read.
  if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Method not allowed");
  // Opened by hand, a refusal page would claim what no gate has said.
  if (path.startsWith(addresses.refused)) return redirectTo(addresses.frontPage, 307, site);
  if (path === addresses.signInFailed) {
    const failed = await openFailure(request.nextUrl.searchParams.get("e"), site.settings.secrets);
    return statusPage(request, request.nextUrl, failures[failed?.code ?? "bad_callback"].status, site);
  }
  return statusPage(request, request.nextUrl, path === addresses.unavailable ? 503 : 200, site);
}

/** A page for everybody: cacheable, with a policy without a nonce, because it may be static. */
function publicPage(request: NextRequest, site: Site): NextResponse {
  const headers = isFile(request) ? fileHeaders(true) : staticHeaders(site);
  return NextResponse.next({ ...passedOn(request, site), headers });
}

/** Lets a member in. Writes activity into the cookie, for the browser and for this page. */
async function enter(request: NextRequest, { session, roll }: Admitted, site: Site): Promise<NextResponse> {
  // No page answers OPTIONS, so no guard looks: it must not keep a visit alive.
  const isUse = roll && request.method !== "OPTIONS";
  const isPage = !isFile(request) && mayBePage(request.method, request.headers);
  const page = isPage ? dynamicPage(request, site) : null;
  // A stored file must not carry Set-Cookie. The gate sets one when it writes activity.
  const answerHeaders = page?.pageHeaders ?? (isFile(request) ? fileHeaders(!roll) : dataHeaders);
  const cookie = isUse ? await rolledCookie(session, site) : null;
  if (cookie && page) {
    // Server components read the request's cookies and must see the renewed session (next-auth
    // #11853).
    request.cookies.set(cookie.name, cookie.value);
    page.headers.set("cookie", boundedCookies(request.headers.get("cookie") ?? ""));
  }
  const passed = page ? { request: { headers: page.headers } } : passedOn(request, site);
  const response = NextResponse.next({ ...passed, headers: answerHeaders });
  if (cookie === null) return response;
  response.cookies.set(cookie);
  // Next takes a cookie named here for the action's own, and loads the page again. After a deploy
  // that is the whole document, without the action's answer.
  if (request.headers.has("next-action")) response.headers.delete("x-middleware-set-cookie");
  return response;
}

/** Signed in, not entitled: 403 at the same address, with the gate's own page or ours by reason. */
async function refuse(
  request: NextRequest,
  reason: Refusal,
  { gate, refusedPage }: Gated,
  { iss, sub, claims }: SessionPayload,
  site: Site,
): Promise<NextResponse> {
  const reopened = reopenedPage(request, site);
  if (reopened) return reopened;
  const unknown = reason === "unknown";
  site.log(unknown ? "warn" : "info", "refused", {
    reason,
    path: request.nextUrl.pathname,
    gate,
    member: await memberHash(iss, sub),
    ...(unknown ? { claims: Object.keys(claims).join(" "), operator: missingClaim } : {}),
  });
  if (!refusedPage) return statusPage(request, pageWith(request, `${addresses.refused}/${reason}`), 403, site);
  const headers = { ...noStore, ...noIndex, ...staticHeaders(site) };
  const page = pageWith(request, refusedPage, { reason });
  return NextResponse.rewrite(page, { ...passedOn(request, site), status: 403, headers });
}

/**
 * Answers a refused form or server action by loading its page anew, which says why at the address
 * that the member knows. A status page cannot take its place: Next would look for the action there,
 * and fail. Returns null for other requests.
 */
function reopenedPage(request: NextRequest, site: Site): NextResponse | null {
  if (isOwnAction(request, site)) return redirectOfAction(addressOf(request));
  return isFormPost(request.method, request.headers) ? redirectTo(addressOf(request), 303, site) : null;
}

/** No live session: page loads and forms are led to the sign-in, anything else gets 401. */
function signIn(request: NextRequest, reason: "signed_out" | "timed_out", site: Site): NextResponse {
  const { method, headers } = request;
  const wanted = addressOf(request);
  const login = withReturn(addresses.login, wanted);
  const next = reason === "timed_out" ? withReturn(addresses.timedOut, wanted) : login;
  if (isOwnAction(request, site)) return redirectOfAction(next);
  if (!isPageLoad(request) && !isFormPost(method, headers)) return refusedJson(reason, login);
  const response = redirectTo(next, method === "POST" ? 303 : 302, site);
  // One that does not open, or has timed out, would cost at every request until the next sign-in.
  if (request.cookies.has(sessionCookieName(site.settings))) response.cookies.set(endSession(site));
  return response;
}

function isOwnAction(request: NextRequest, { settings }: Site): boolean {
  const { method, headers } = request;
  return method === "POST" && headers.get("next-action") !== null && isSameOrigin(headers, settings.origin);
}

/**
 * True if the request loads a page. A file counts only if a browser says so: players and download
 * tools send no Sec-Fetch headers, keep no cookies and cannot sign in.
 */
function isPageLoad(request: NextRequest): boolean {
  const { method, headers } = request;
  return isNavigation(method, headers) && !(isFile(request) && headers.get("sec-fetch-dest") === null);
}

/**
 * True for a file at the top, as /apple-touch-icon-120x120.png, unless a browser opens it in a tab.
 * Phones, crawlers and scanners ask for dozens of these by themselves, and cannot sign in.
 */
function isRootFile(path: string, { headers }: NextRequest): boolean {
  return /^\/[^/]*\.\w+$/.test(path) && headers.get("sec-fetch-dest") !== "document";
}

/** True for the address of a member file. Its own guard asks NATS if the claims are due. */
function isFile({ nextUrl }: NextRequest): boolean {
  return nextUrl.pathname.startsWith(mediaRoot);
}

/** The path and query that the browser asked for. */
function addressOf({ nextUrl }: NextRequest): string {
  return nextUrl.pathname + nextUrl.search;
}
