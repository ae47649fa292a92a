/** Answers `/api/auth/recheck?returnTo=/path`: asks NATS, renews the cookie, leads back. */
import type { NextRequest, NextResponse } from "next/server";
import { askedReturnPath } from "../access/return-path";
import { refusedJson } from "../answers/json";
import { redirectTo } from "../answers/redirect";
import { signInFailed } from "../auth/failed";
import { leadToSignIn } from "../auth/sign-in";
import { fail } from "../failures";
import { isNavigation } from "../http/navigation";
import { countArrival } from "../nats/ask-again";
import { readSession } from "../session/read";
import type { Site } from "../site";
import { renew } from "./renew";

/**
 * Most visits to one page per shared answer. More means that the browser drops our cookie; browsers
 * stop at about ten redirects.
 */
const maxArrivals = 7;

/**
 * The gate redirects page loads with old claims here. It is also NATS's "Upgrade Approval URL", and
 * the address behind "Check my membership again". Within ten seconds the same answer serves again,
 * without a call. Prefetches and Next's own fetches get 401, upon which Next loads the document.
 */
export async function recheckAndReturn(request: NextRequest, site: Site): Promise<NextResponse> {
  if (!isNavigation(request.method, request.headers)) return refusedJson("recheck");
  const returnTo = askedReturnPath(request.nextUrl.searchParams.get("returnTo"), site.settings.client.redirectUri);
  const reading = await readSession(request.cookies, site);
  const back = redirectTo(returnTo, 302, site);
  if (reading.kind !== "live") return back;
  // With `never` no token is kept. A sign-in asks instead; if NATS remembers the member, nothing is
  // typed.
  if (reading.session.token === undefined) return leadToSignIn(request, returnTo, site);
  const { cookie } = await renew(reading.session, site);
  if (countArrival(reading.session, returnTo, site) > maxArrivals) {
    return signInFailed(fail("cookies", "the renewed session cookie does not come back"), returnTo, site);
  }
  back.cookies.set(cookie);
  return back;
}
