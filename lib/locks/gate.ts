/** The gate: the first of two locks. Decides every request before a page runs; needs no network and runs on the edge and on Node. */
import { type NextRequest, NextResponse } from "next/server";
import { decide } from "../access/decide";
import { canonicalPath } from "../access/paths";
import type { Refusal } from "../access/reasons";
import { loginPath, recheckPath } from "../access/return-path";
import { type Standing, standingOf } from "../access/table";
import {
  fileHeaders,
  isFile,
  pageAndHeaders,
  pageWith,
  plain,
  policy,
  redirectOfAction,
  refusedAsJson,
  statusPage,
  transport,
} from "../answers/page";
import { redirectTo } from "../answers/redirect";
import { failures } from "../failures";
import { gates } from "../gates";
import { noIndex, noStore, withoutForeignIdentity } from "../http/headers";
import { isFormPost, isNavigation, isPrefetch, isSameOrigin } from "../http/navigation";
import { memberHash } from "../log";
import { expiredCookie, sessionCookie, sessionCookieName } from "../session/cookies";
import { openFailure } from "../session/failure-ticket";
import { isDue, isTooOld } from "../session/freshness";
import { needsRoll } from "../session/lifetime";
import { type SessionPayload, sealSession } from "../session/payload";
import { readSession } from "../session/read";
import type { Site } from "../site";

/** For the log, with the names of the claims that came. */
const missingClaim =
  "A claim the rule needs is missing or odd. For trial: is MEMBER_OPENID_BASE_INFO on in NATS? For status: is NATS_EXPIRED_LOGIN as in NATS?";

type Gated = Extract<Standing, { kind: "gated" }>;

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Answers a request, or lets it through to its page or route handler. Whatever is not clearly allowed is refused. */
export async function gate(request: NextRequest, site: Site): Promise<NextResponse> {
  if (!methods.includes(request.method)) return plain(405, "Method not allowed");
  const path = canonicalPath(request.nextUrl.pathname);
  if (path === null) return plain(400, "Bad request");
  if (path === new URL(site.settings.client.redirectUri).pathname) return atRedirectUri(request);
  if (site.development && /^\/(_next|__nextjs)/.test(path)) return NextResponse.next();

  const standing = standingOf(gates, path);
  if (standing.kind === "own") return ownPage(request, path, site);
  if (standing.kind === "public") return publicPage(request, site);

  const reading = await readSession(request.cookies, site);
  if (reading.kind === "live") {
    const stale = whileStale(request, reading.session, site);
    if (stale) return stale;
  }
  const reason = decide(standing.require, reading, site.settings.claims);
  if (reason === null && reading.kind === "live") return enter(request, reading.session, site);
  if (reason === null || reason === "signed_out" || reason === "timed_out") {
    return signIn(request, reading.kind === "timed_out" ? "timed_out" : "signed_out", site);
  }
  return reading.kind === "live"
    ? refuse(request, reason, standing, reading.session, site)
    : signIn(request, "signed_out", site);
}

/**
 * What to answer while the member's claims are old, or null to go on. A page load asks NATS by a hop; prefetches and Next's own fetches get
 * 401, so Next loads the document on a click; server actions and route handlers ask in their guard. Claims beyond the grace open nothing.
 */
function whileStale(request: NextRequest, session: SessionPayload, site: Site): NextResponse | null {
  const { method, headers } = request;
  const { refresh } = site.settings;
  const wanted = request.nextUrl.pathname + request.nextUrl.search;
  const now = site.now();
  if (isDue(session, now, refresh)) {
    if (isNavigation(method, headers)) return redirectTo(recheckPath(wanted), 302, site);
    const ahead = headers.get("next-url") !== null || isPrefetch(headers);
    if (method === "GET" && ahead) return refusedAsJson(401, "recheck", recheckPath(wanted));
  }
  if (!isTooOld(session, now, refresh)) return null;
  const opened = formPageAgain(request, site);
  if (opened) return opened;
  if (!isNavigation(method, headers)) return refusedAsJson(503, "unavailable", wanted);
  return statusPage(request, pageWith(request, "/unavailable"), 503, site);
}

/** The redirect URI serves NATS's answers, and Apache's `?logout=` links where it is the old vanity address. */
function atRedirectUri(request: NextRequest): NextResponse {
  const url = request.nextUrl.clone();
  url.pathname = url.searchParams.has("logout") ? "/logout" : "/api/auth/callback/nats";
  return NextResponse.rewrite(url, { request: { headers: withoutForeignIdentity(request.headers) }, headers: noStore });
}

/** The product's own pages and routes. Route handlers set their own headers; status pages get theirs here. */
async function ownPage(request: NextRequest, path: string, site: Site): Promise<NextResponse> {
  if (path.startsWith("/api/") || path === "/login" || path === "/logout" || path === "/join") {
    return NextResponse.next({ request: { headers: withoutForeignIdentity(request.headers) } });
  }
  // Status pages are read, never posted to: Next would try the body as an action and log what it cannot read.
  if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Method not allowed");
  // Refusal pages exist only by the gate's rewrite: opened by hand they would tell somebody else's story.
  if (path.startsWith("/refused")) return redirectTo("/", 307, site);
  if (path === "/sign-in-failed") {
    const failed = await openFailure(request.nextUrl.searchParams.get("e"), site.settings.secrets);
    return statusPage(request, request.nextUrl, failures[failed?.code ?? "bad_callback"].status, site);
  }
  return statusPage(request, request.nextUrl, path === "/unavailable" ? 503 : 200, site);
}

/** A page for everybody: cacheable, with a policy of its own, for it may be static. */
function publicPage(request: NextRequest, site: Site): NextResponse {
  const pageHeaders = { "content-security-policy": policy(site), ...transport(site) };
  return NextResponse.next({
    request: { headers: withoutForeignIdentity(request.headers) },
    headers: isFile(request) ? fileHeaders(site, true) : pageHeaders,
  });
}

/** Lets a member in; writes down the activity now and then, for the browser and for the page of this very request. */
async function enter(request: NextRequest, session: SessionPayload, site: Site): Promise<NextResponse> {
  const { settings, now } = site;
  const roll = needsRoll(session, now(), settings.session);
  const { headers, pageHeaders } = pageAndHeaders(request, site);
  // The browser may keep a file, but never with a cookie: ours, or the guard's after asking NATS.
  const keep = !roll && !isDue(session, now(), settings.refresh);
  const answerHeaders = isFile(request) ? fileHeaders(site, keep) : pageHeaders;
  if (!roll) return NextResponse.next({ request: { headers }, headers: answerHeaders });
  const seen = { ...session, seenAt: now() };
  const cookie = sessionCookie(await sealSession(seen, settings.secrets), seen, settings, now());
  // Server components read the request's cookies: they must see the renewed session, not yesterday's (next-auth #11853).
  request.cookies.set(cookie.name, cookie.value);
  headers.set("cookie", request.headers.get("cookie") ?? "");
  const response = NextResponse.next({ request: { headers }, headers: answerHeaders });
  response.cookies.set(cookie);
  return response;
}

/** Signed in and not entitled: 403 at the address asked for, with the page of the gate or ours by reason. */
async function refuse(
  request: NextRequest,
  reason: Refusal,
  { gate, refusal: page }: Gated,
  { iss, sub, claims }: SessionPayload,
  site: Site,
): Promise<NextResponse> {
  const opened = formPageAgain(request, site);
  if (opened) return opened;
  const unknown = reason === "unknown";
  site.log(unknown ? "warn" : "info", "refused", {
    reason,
    path: request.nextUrl.pathname,
    gate,
    member: await memberHash(iss, sub),
    ...(unknown ? { claims: Object.keys(claims).join(" "), operator: missingClaim } : {}),
  });
  if (!page) return statusPage(request, pageWith(request, `/refused/${reason}`), 403, site);
  // The site's own page may be a static one, whose inline scripts know no nonce.
  const headers = { ...noStore, ...noIndex, ...transport(site), "content-security-policy": policy(site) };
  const url = pageWith(request, page, { reason });
  return NextResponse.rewrite(url, {
    request: { headers: withoutForeignIdentity(request.headers) },
    status: 403,
    headers,
  });
}

/**
 * For a member's form or server action that is refused: its page opened anew, which says why, at the address the member knows. Null for
 * other requests. A status page cannot take their place: Next looks for the action there, and answers with a fault.
 */
function formPageAgain(request: NextRequest, site: Site): NextResponse | null {
  const wanted = request.nextUrl.pathname + request.nextUrl.search;
  if (isOwnAction(request, site)) return redirectOfAction(wanted);
  return isFormPost(request.method, request.headers) ? redirectTo(wanted, 303, site) : null;
}

/** Nobody, or nobody any more: people are sent to sign in, everything else gets 401 and no cookie. */
function signIn(request: NextRequest, reason: "signed_out" | "timed_out", site: Site): NextResponse {
  const { method, headers } = request;
  const wanted = request.nextUrl.pathname + request.nextUrl.search;
  const asked = reason === "timed_out" ? `/timed-out?${new URLSearchParams({ returnTo: wanted })}` : loginPath(wanted);
  if (isOwnAction(request, site)) return redirectOfAction(asked);
  if (!isNavigation(method, headers) && !isFormPost(method, headers))
    return refusedAsJson(401, reason, loginPath(wanted));
  const response = redirectTo(asked, method === "POST" ? 303 : 302, site);
  if (reason === "timed_out") response.cookies.set(expiredCookie(sessionCookieName(site.settings), site.settings));
  return response;
}

function isOwnAction(request: NextRequest, { settings }: Site): boolean {
  const { method, headers } = request;
  return method === "POST" && headers.get("next-action") !== null && isSameOrigin(headers, settings.origin);
}
