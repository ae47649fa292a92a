/** Starts a sign-in: creates a flow, stores it in a cookie, and redirects to NATS. */
import type { NextRequest, NextResponse } from "next/server";
import { askedReturnPath } from "../access/return-path";
import { addresses, withReturn } from "../addresses";
import { refusedJson } from "../answers/json";
import { leaveTo, redirectTo } from "../answers/redirect";
import { fail } from "../failures";
import { isNavigation } from "../http/navigation";
import { assertReachable } from "../nats/contact";
import { providerOf } from "../nats/provider";
import { readVisit } from "../registry/visit";
import {
  challengeOf,
  countCompletedSignIns,
  type Flow,
  flowCookie,
  nonceOf,
  prunedFlowCookies,
  startFlow,
} from "../session/flow";
import type { Site } from "../site";
import { signInFailed } from "./failed";

/**
 * Answers `/login?returnTo=/path`. A live session goes straight to the page. Requests that are not
 * page loads get 401; after a prefetch or a fetch of its own, Next then loads the document.
 */
export async function beginSignIn(request: NextRequest, site: Site): Promise<NextResponse> {
  const returnTo = askedReturnPath(request.nextUrl.searchParams.get("returnTo"), site.settings.client.redirectUri);
  if (!isNavigation(request.method, request.headers)) {
    return refusedJson("signed_out", withReturn(addresses.login, returnTo));
  }
  const reading = await readVisit(request.cookies, site);
  if (reading.kind === "live") return redirectTo(returnTo, 302, site);
  // Signed in for this page again and again, and still no session: the browser drops its cookie.
  if ((await countCompletedSignIns(request.cookies.getAll(), returnTo, site.settings, site.now())) > 1) {
    return signInFailed(fail("cookies", "the session cookie does not come back"), returnTo, site);
  }
  return leadToSignIn(request, returnTo, site);
}

/**
 * Redirects to NATS and sets a flow cookie. A session stays valid until the sign-in replaces it.
 * Shows the failure page if NATS's metadata cannot be loaded.
 */
export async function leadToSignIn(request: NextRequest, returnTo: string, site: Site): Promise<NextResponse> {
  const { settings, now } = site;
  try {
    const metadata = await providerOf(site).metadata.get();
    await assertReachable(site);
    const flow = await startFlow(returnTo, settings, now());
    const cookie = await flowCookie(flow, settings);
    const bytes = cookie.name.length + cookie.value.length;
    const dropped = await prunedFlowCookies(request.cookies.getAll(), bytes, settings);
    const address = authorizationUrl(metadata.authorization_endpoint, flow, site);
    const response = leaveTo(address, 302, request);
    for (const each of [...dropped, cookie]) response.cookies.set(each);
    return response;
  } catch (error) {
    return signInFailed(error, returnTo, site);
  }
}

/** The authorization request: OpenID Core section 3.1.2.1. Keeps the endpoint's own query. */
function authorizationUrl(endpoint: string, flow: Flow, { settings }: Site): URL {
  const url = new URL(endpoint);
  const parameters = {
    response_type: "code",
    client_id: settings.client.id,
    redirect_uri: settings.client.redirectUri,
    scope: settings.client.scope,
    state: flow.state,
    nonce: nonceOf(flow),
    ...(settings.provider.pkce === "S256" ? { code_challenge: challengeOf(flow), code_challenge_method: "S256" } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}
