/** Sign-out: by our own pages at once, by anything else after a question. */
import type { NextRequest, NextResponse } from "next/server";
import { signOutTarget } from "../access/return-path";
import { redirectTo } from "../answers/redirect";
import { isNavigation, isSameOrigin } from "../http/navigation";
import { memberHash } from "../log";
import { endSessionUrl } from "../nats/end-session";
import { endedCookie, expiredCookie, flowCookiePrefix, sessionCookieName } from "../session/cookies";
import { readSession } from "../session/read";
import type { Site } from "../site";

/**
 * Answers `/logout?returnTo=…` by GET or POST. Acts on a POST from our own pages, and on a link that a person clicked there (Sec-Fetch
 * headers); anything else, an image on another site above all, gets the page that asks. Apache signs out on any GET. Goes by way of
 * NATS's end_session_endpoint when its metadata has one; works without NATS all the same.
 */
export async function signOut(request: NextRequest, site: Site): Promise<NextResponse> {
  const { settings } = site;
  const ours = isFromOurPage(request, settings.origin);
  const target = signOutTarget(await wantedTarget(request, ours), settings.origin, settings.returnOrigins);
  const visitor = await readSession(request.cookies, site);
  if (!ours) {
    // No cookie is touched: a form on another site arrives without our Lax cookies, and must not remove them all the same.
    if (visitor.kind === "none") return redirectTo(target ?? "/signed-out", 303, site);
    return redirectTo(
      target === null ? "/sign-out" : `/sign-out?${new URLSearchParams({ returnTo: target })}`,
      303,
      site,
    );
  }
  if (visitor.kind === "none") return withoutCookies(redirectTo(target ?? "/signed-out", 303, site), request, site);
  site.log("info", "sign_out", { member: await memberHash(visitor.session.iss, visitor.session.sub) });
  const everywhere = await endSessionUrl(target, site);
  const response = withoutCookies(redirectTo(everywhere ?? target ?? "/signed-out", 303, site), request, site);
  response.cookies.set(endedCookie(visitor.session, settings));
  return response;
}

/** Removes the session cookie and those of all sign-in attempts. */
function withoutCookies(response: NextResponse, request: NextRequest, { settings }: Site): NextResponse {
  const flows = request.cookies.getAll().filter(({ name }) => name.startsWith(flowCookiePrefix(settings)));
  for (const name of [sessionCookieName(settings), ...flows.map(({ name }) => name)]) {
    response.cookies.set(expiredCookie(name, settings));
  }
  return response;
}

/** Longest form body we read, in bytes. */
const longestForm = 4096;

async function wantedTarget(request: NextRequest, ours: boolean): Promise<string | null> {
  const query = request.nextUrl.searchParams;
  // A route handler behind a rewrite sees the query of the address asked for: on the vanity address, Apache's `?logout=`.
  const asked = query.get("returnTo") ?? query.get("logout");
  if (asked !== null || request.method !== "POST" || !ours) return asked;
  const type = request.headers.get("content-type") ?? "";
  const length = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (!type.startsWith("application/x-www-form-urlencoded") || !(length <= longestForm)) return null;
  return new URLSearchParams(await request.text()).get("returnTo");
}

function isFromOurPage({ method, headers }: NextRequest, origin: string): boolean {
  if (!isSameOrigin(headers, origin)) return false;
  if (method === "POST") return true;
  return (
    isNavigation(method, headers) &&
    headers.get("sec-fetch-site") === "same-origin" &&
    headers.get("sec-fetch-user") === "?1"
  );
}
