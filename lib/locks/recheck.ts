/** `/api/auth/recheck?returnTo=/path`: asks NATS about the member, renews the cookie, and goes back. The gate hops through here. */
import type { NextRequest, NextResponse } from "next/server";
import { askedReturnPath } from "../access/return-path";
import { privateJson } from "../answers/json";
import { redirectTo } from "../answers/redirect";
import { signInFailed } from "../auth/failed";
import { leadToSignIn } from "../auth/sign-in";
import { fail } from "../failures";
import { isNavigation } from "../http/navigation";
import { arrivals, recheck } from "../nats/ask-again";
import { expiredCookie, sessionCookie, sessionCookieName } from "../session/cookies";
import { sealSession } from "../session/payload";
import { readSession } from "../session/read";
import type { Site } from "../site";

/** So often may one session come for the same page before its answer has aged; a browser gives up at about ten. */
const mostArrivals = 7;

/**
 * Also the return address for NATS's "Upgrade Approval URL" and behind "check my membership". Asked again within ten seconds it gives
 * the same answer without a call. 401 for prefetches and Next's own fetches: Next then loads the document.
 */
export async function recheckAndReturn(request: NextRequest, site: Site): Promise<NextResponse> {
  const { settings, now } = site;
  if (!isNavigation(request.method, request.headers)) {
    return privateJson(401, { error: "recheck" });
  }
  const returnTo = askedReturnPath(request.nextUrl.searchParams.get("returnTo"), site.settings);
  const visitor = await readSession(request.cookies, site);
  const back = redirectTo(returnTo, 302, site);
  if (visitor.kind !== "live") return back;
  // With `never` no token is kept, so NATS is asked by a sign-in: where it remembers the member, nothing is typed.
  if (visitor.session.token === undefined) return leadToSignIn(request, returnTo, site);
  const result = await recheck(visitor.session, site);
  if (arrivals(visitor.session, returnTo, site) > mostArrivals) {
    return signInFailed(fail("cookies", "the renewed session cookie does not come back"), returnTo, site);
  }
  if (result.kind === "over") {
    back.cookies.set(expiredCookie(sessionCookieName(settings), settings));
    return back;
  }
  back.cookies.set(sessionCookie(await sealSession(result.session, settings.secrets), result.session, settings, now()));
  return back;
}
