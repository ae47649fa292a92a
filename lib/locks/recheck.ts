/** Answers `/api/auth/recheck?returnTo=/path`: asks NATS, renews the cookie, leads back. */
import type { NextRequest, NextResponse } from "next/server";
import { askedReturnPath, marked, unmarked } from "../access/return-path";
import { addresses, withReturn } from "../addresses";
import { refusedJson } from "../answers/json";
import { redirectTo } from "../answers/redirect";
import { signInFailed } from "../auth/failed";
import { leadToSignIn } from "../auth/sign-in";
import { fail } from "../failures";
import { isNavigation } from "../http/navigation";
import { isRepeated } from "../nats/ask-again";
import { readVisit } from "../registry/visit";
import { isDue } from "../session/freshness";
import type { Site } from "../site";
import { renew } from "./renew";

/**
 * The gate redirects page loads with old claims here. It is also NATS's "Upgrade Approval URL", and
 * the address behind "Check my membership again". Old claims of a session share an answer for ten
 * seconds. A member whose claims are not old has come for an answer anew. Prefetches and Next's own
 * fetches get 401, upon which Next loads the document.
 */
export async function recheckAndReturn(request: NextRequest, site: Site): Promise<NextResponse> {
  if (!isNavigation(request.method, request.headers)) return refusedJson("recheck");
  const { redirectUri } = site.settings.client;
  const wanted = askedReturnPath(request.nextUrl.searchParams.get("returnTo"), redirectUri);
  const returnTo = unmarked(wanted);
  const reading = await readVisit(request.cookies, site);
  if (reading.kind !== "live") return redirectTo(returnTo, 302, site);
  const { session, change } = reading;
  // With `never` no token is kept. A sign-in asks instead; if NATS remembers the member, nothing is
  // typed.
  if (session.token === undefined) return leadToSignIn(request, returnTo, site);
  const isMarked = wanted !== returnTo;
  const isOld = isDue(session, site.now(), site.settings.refresh, change);
  const { asked, cookie } = await renew(session, site, isMarked ? "marked" : isOld ? "due" : "anew", change);
  if (asked.kind === "busy") return redirectTo(withReturn(addresses.unavailable, returnTo), 302, site);
  // Many tabs of one page look like a loop. They do not come back marked.
  const repeated = isRepeated(session, returnTo, site);
  if (repeated && isMarked) {
    const isRenewed = "session" in asked && session.triedAt >= asked.session.triedAt;
    const fault = isRenewed
      ? fail("clock", "claims just renewed are old for another server of this site")
      : fail("cookies", "the renewed session cookie does not come back");
    return signInFailed(fault, returnTo, site);
  }
  const back = redirectTo(repeated ? marked(returnTo) : returnTo, 302, site);
  if (cookie) back.cookies.set(cookie);
  return back;
}
