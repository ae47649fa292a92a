/** `/api/auth/recheck?returnTo=/path`: asks NATS about the member, renews the cookie, and goes back. The gate hops through here. */
import { type NextRequest, NextResponse } from "next/server";
import { fail } from "../errors";
import { noIndex, noStore } from "../http/headers";
import { isNavigation } from "../http/navigation";
import { safeReturnPath } from "../http/return-path";
import { recheck, shareSeconds } from "../nats/recheck";
import { expiredCookie, sessionCookie, sessionCookieName } from "../session/cookies";
import { sealSession } from "../session/payload";
import { readSession } from "../session/read";
import type { Site } from "../site";
import { signInFailed } from "./failed";

/** How often one cookie may come back although it was replaced, before we say that the browser keeps none. */
const mostReturns = 5;

const returns = new Map<string, { times: number; until: number }>();

/**
 * Also the return address for NATS's "Upgrade Approval URL" and behind "check my membership". Asked again within ten seconds it gives
 * the same answer without a call. 401 for prefetches and Next's own fetches: Next then loads the document.
 */
export async function recheckAndReturn(request: NextRequest, site: Site): Promise<NextResponse> {
  const { settings, now } = site;
  if (!isNavigation(request.method, request.headers)) {
    return NextResponse.json({ error: "recheck" }, { status: 401, headers: { ...noStore, ...noIndex } });
  }
  const returnTo = safeReturnPath(request.nextUrl.searchParams.get("returnTo"));
  const cookieName = sessionCookieName(settings);
  const cookie = request.cookies.get(cookieName)?.value;
  const visitor = await readSession(cookie, site);
  const back = NextResponse.redirect(new URL(returnTo, settings.origin), { status: 302, headers: noStore });
  if (visitor.kind !== "live" || visitor.session.token === undefined || !cookie) return back;
  const result = await recheck(visitor.session, site);
  if (returnsTooOften(cookie, now()))
    return signInFailed(fail("cookies", "the renewed session cookie does not come back"), returnTo, site);
  if (result.kind === "over") {
    back.cookies.set(expiredCookie(cookieName, settings));
    return back;
  }
  // The hop itself is no activity; the answer may be shared with a request that carried an older cookie.
  const session = { ...result.session, seenAt: visitor.session.seenAt };
  back.cookies.set(sessionCookie(await sealSession(session, settings.secrets), session, settings, now()));
  return back;
}

/** Counts arrivals with a cookie that has been replaced already. Tabs that wake up together do that a few times; a loop does not stop. */
function returnsTooOften(cookie: string, now: number): boolean {
  for (const [value, { until }] of returns) {
    if (until > now) break;
    returns.delete(value);
  }
  const known = returns.get(cookie) ?? { times: 0, until: now + shareSeconds };
  known.times++;
  returns.set(cookie, known);
  return known.times > mostReturns;
}
