/** Signs out: at once for our own pages, after a question for anything else. */
import type { NextRequest, NextResponse } from "next/server";
import { signOutTarget } from "../access/return-path";
import { addresses, withReturn } from "../addresses";
import { redirectTo } from "../answers/redirect";
import { isNavigation, isSameOrigin } from "../http/navigation";
import { memberHash } from "../log";
import { endSessionUrl } from "../nats/end-session";
import { endedCookie } from "../session/cookies";
import { removedFlowCookies } from "../session/flow";
import { readSession } from "../session/read";
import { endSession } from "../session/write";
import type { Site } from "../site";

/** Longest form that is read, in bytes. */
const maxFormBytes = 4096;

/**
 * Answers `/logout?returnTo=…` by GET or POST. Signs out at once on a POST from our own pages, and
 * on a link that was clicked there. Anything else gets the page that asks: another site could sign
 * a member out with an image, as it can with Apache. If NATS's metadata has an
 * end_session_endpoint, the way leads through it.
 */
export async function signOut(request: NextRequest, site: Site): Promise<NextResponse> {
  const { origin, returnOrigins } = site.settings;
  const isOwnPage = isFromOurPage(request, origin);
  const target = signOutTarget(await wantedTarget(request, isOwnPage), origin, returnOrigins);
  const reading = await readSession(request.cookies, site);
  const end = target ?? addresses.signedOut;
  if (!isOwnPage) {
    // A form on another site arrives without our SameSite=Lax cookies, and must not remove them.
    const ask = target === null ? addresses.signOut : withReturn(addresses.signOut, target);
    return redirectTo(reading.kind === "none" ? end : ask, 303, site);
  }
  if (reading.kind === "none") return withoutCookies(redirectTo(end, 303, site), request, site);
  const { iss, sub, sid } = reading.session;
  site.log("info", "sign_out", { member: await memberHash(iss, sub) });
  const response = redirectTo((await endSessionUrl(target, site)) ?? end, 303, site);
  withoutCookies(response, request, site).cookies.set(endedCookie(sid, site.settings));
  return response;
}

/** Removes the session cookie and those of sign-in attempts. */
function withoutCookies(response: NextResponse, request: NextRequest, { settings }: Site): NextResponse {
  const flows = removedFlowCookies(request.cookies.getAll(), settings);
  for (const cookie of [endSession({ settings }), ...flows]) response.cookies.set(cookie);
  return response;
}

async function wantedTarget(request: NextRequest, isOwnPage: boolean): Promise<string | null> {
  const query = request.nextUrl.searchParams;
  // The gate rewrites the vanity address to here; its query is then Apache's `?logout=`.
  const asked = query.get("returnTo") ?? query.get("logout");
  if (asked !== null || request.method !== "POST" || !isOwnPage) return asked;
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
