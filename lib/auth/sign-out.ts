/** Sign-out: by our own pages at once, by anything else after a question. */
import type { NextRequest, NextResponse } from "next/server";
import { signOutTarget } from "../access/return-path";
import { addresses, withReturn } from "../addresses";
import { redirectTo } from "../answers/redirect";
import { isNavigation, isSameOrigin } from "../http/navigation";
import { memberHash } from "../log";
import { endSessionUrl } from "../nats/end-session";
import { endedCookie, expiredCookie, flowCookiePrefix } from "../session/cookies";
import { readSession } from "../session/read";
import { endSession } from "../session/write";
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
  const reading = await readSession(request.cookies, site);
  if (!ours) {
    // No cookie is touched: a form on another site arrives without our Lax cookies, and must not remove them all the same.
    if (reading.kind === "none") return redirectTo(target ?? addresses.signedOut, 303, site);
    return redirectTo(target === null ? addresses.signOut : withReturn(addresses.signOut, target), 303, site);
  }
  if (reading.kind === "none")
    return withoutCookies(redirectTo(target ?? addresses.signedOut, 303, site), request, site);
  site.log("info", "sign_out", { member: await memberHash(reading.session.iss, reading.session.sub) });
  const everywhere = await endSessionUrl(target, site);
  const response = withoutCookies(redirectTo(everywhere ?? target ?? addresses.signedOut, 303, site), request, site);
  response.cookies.set(endedCookie(reading.session, settings));
  return response;
}

/** Removes the session cookie and those of all sign-in attempts. */
function withoutCookies(response: NextResponse, request: NextRequest, { settings }: Site): NextResponse {
  const flows = request.cookies.getAll().filter(({ name }) => name.startsWith(flowCookiePrefix(settings)));
  response.cookies.set(endSession({ settings }));
  for (const { name } of flows) response.cookies.set(expiredCookie(name, settings));
  return response;
}

/** Longest form body we read, in bytes. */
const maxFormBytes = 4096;

async function wantedTarget(request: NextRequest, ours: boolean): Promise<string | null> {
  const query = request.nextUrl.searchParams;
  // A route handler behind a rewrite sees the query of the address asked for: on the vanity address, Apache's `?logout=`.
  const asked = query.get("returnTo") ?? query.get("logout");
  if (asked !== null || request.method !== "POST" || !ours) return asked;
  const type = request.headers.get("content-type") ?? "";
  const length = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (!type.startsWith("application/x-www-form-urlencoded") || !(length <= maxFormBytes)) return null;
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
