/** Sign-out: by our own pages at once, by anything else after a question. */
import { type NextRequest, NextResponse } from "next/server";
import { noStore } from "../http/headers";
import { isNavigation, isSameOrigin } from "../http/navigation";
import { signOutTarget } from "../http/return-path";
import { memberHash } from "../log";
import { endSessionUrl } from "../nats/end-session";
import { expiredCookie, flowCookiePrefix, sessionCookieName } from "../session/cookies";
import { readSession } from "../session/read";
import type { Site } from "../site";

/**
 * Answers `/logout?returnTo=…` by GET or POST. Acts on a POST from our own pages, and on a link that a person clicked there (Sec-Fetch
 * headers); anything else, an image on another site above all, gets the page that asks. Apache signs out on any GET. Goes by way of
 * NATS's end_session_endpoint when its metadata has one; works without NATS all the same.
 */
export async function signOut(request: NextRequest, site: Site): Promise<NextResponse> {
  const { settings } = site;
  const target = signOutTarget(await wantedTarget(request), settings.origin, settings.returnOrigins);
  const visitor = await readSession(request.cookies.get(sessionCookieName(settings))?.value, site);
  if (visitor.kind !== "none" && !isFromOurPage(request, settings.origin)) {
    return redirect(target === null ? "/sign-out" : `/sign-out?${new URLSearchParams({ returnTo: target })}`, site);
  }
  if (visitor.kind !== "none") {
    site.log("info", "sign_out", { member: await memberHash(visitor.session.iss, visitor.session.sub) });
  }
  const everywhere = visitor.kind === "none" ? null : await endSessionUrl(target, site);
  const response = redirect(everywhere ?? target ?? "/signed-out", site);
  const names = request.cookies.getAll().map(({ name }) => name);
  const ours = names.filter((name) => name.startsWith(flowCookiePrefix(settings)));
  for (const name of [sessionCookieName(settings), ...ours]) response.cookies.set(expiredCookie(name, settings));
  return response;
}

async function wantedTarget(request: NextRequest): Promise<string | null> {
  const query = request.nextUrl.searchParams;
  // A route handler behind a rewrite sees the query of the address asked for: on the vanity address, Apache's `?logout=`.
  const asked = query.get("returnTo") ?? query.get("logout");
  if (asked !== null || request.method !== "POST") return asked;
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return null;
  return new URLSearchParams((await request.text()).slice(0, 4096)).get("returnTo");
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

function redirect(path: string, { settings }: Site): NextResponse {
  return NextResponse.redirect(new URL(path, settings.origin), { status: 303, headers: noStore });
}
