/** Signs out: at once for our own pages, after a question for anything else. */
import type { NextRequest, NextResponse } from "next/server";
import { signOutTarget } from "../access/return-path";
import { addresses, withReturn } from "../addresses";
import { leaveTo, redirectTo } from "../answers/redirect";
import { sentForm } from "../answers/sent-form";
import { isNavigation, isSameOrigin } from "../http/navigation";
import { memberHash } from "../log";
import { endSessionUrl } from "../nats/end-session";
import { registryOf } from "../registry";
import { readVisit } from "../registry/visit";
import { endedCookie } from "../session/cookies";
import { removedFlowCookies } from "../session/flow";
import { readSession } from "../session/read";
import { isTokenOf } from "../session/sign-out-token";
import { endSession } from "../session/write";
import type { Site } from "../site";

/**
 * Answers `/logout?returnTo=…` by GET or POST. Signs out at once on a POST from our own pages, and
 * on a link that was clicked there. Browsers say so in headers; w3m says nothing, so the form of
 * our button has a token. Anything else gets the page that asks: another site could sign a member
 * out with an image, as it can with Apache. If NATS's metadata has an end_session_endpoint, the way
 * leads through it. With the form field `everywhere`, all visits of the member end.
 */
export async function signOut(request: NextRequest, site: Site): Promise<NextResponse> {
  const { origin, returnOrigins, secrets } = site.settings;
  const form = await sentForm(request);
  const target = signOutTarget(wantedTarget(request, form), origin, returnOrigins);
  const reading = await readSession(request.cookies, site);
  const isOwnPage =
    isFromOurPage(request, origin) ||
    (reading.kind !== "none" && (await isTokenOf(reading.session, form?.get("token"), secrets)));
  const end = target ?? addresses.signedOut;
  if (!isOwnPage) {
    // A form on another site arrives without our SameSite=Lax cookies, and must not remove them.
    const ask = target === null ? addresses.signOut : withReturn(addresses.signOut, target);
    if (reading.kind !== "none") return redirectTo(ask, 303, site);
    return end.startsWith("/") ? redirectTo(end, 303, site) : leaveTo(new URL(end), 303, request);
  }
  if (reading.kind === "none") return withoutCookies(redirectTo(end, 303, site), request, site);
  const { iss, sub, sid } = reading.session;
  // A copy of the cookie of a visit that is over must not end the member's other visits.
  const isAsked = form?.get("everywhere") === "1";
  const everywhere = isAsked && (await readVisit(request.cookies, site)).kind === "live";
  // First this visit: here the member has signed out, and is not told that somebody did.
  await registryOf(site).end(reading.session, "signed_out");
  if (everywhere) await registryOf(site).endAll({ kind: "member", iss, sub }, "everywhere");
  site.log("info", "sign_out", { member: await memberHash(iss, sub), everywhere: everywhere || undefined });
  const here = everywhere && target === null ? `${addresses.signedOut}?from=devices` : end;
  const response = redirectTo((await endSessionUrl(target, site)) ?? here, 303, site);
  withoutCookies(response, request, site).cookies.set(endedCookie(sid, site.settings));
  return response;
}

/** Removes the session cookie and those of sign-in attempts. */
function withoutCookies(response: NextResponse, request: NextRequest, { settings }: Site): NextResponse {
  const flows = removedFlowCookies(request.cookies.getAll(), settings);
  for (const cookie of [endSession({ settings }), ...flows]) response.cookies.set(cookie);
  return response;
}

function wantedTarget({ nextUrl }: NextRequest, form: URLSearchParams | null): string | null {
  const query = nextUrl.searchParams;
  // The gate rewrites the vanity address to here; its query is then Apache's `?logout=`.
  return query.get("returnTo") ?? query.get("logout") ?? form?.get("returnTo") ?? null;
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
