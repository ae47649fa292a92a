/** The start of a sign-in: one flow, one cookie, and the way to NATS. */
import { type NextRequest, NextResponse } from "next/server";
import { askedReturnPath } from "../access/return-path";
import { addresses, withReturn } from "../addresses";
import { refusedJson } from "../answers/json";
import { redirectTo } from "../answers/redirect";
import { noIndex, noStore } from "../http/headers";
import { isNavigation } from "../http/navigation";
import { assertReachable } from "../nats/contact";
import { providerOf } from "../nats/provider";
import { challengeOf, type Flow, flowCookie, nonceOf, prunedFlowCookies, startFlow } from "../session/flow";
import { readSession } from "../session/read";
import type { Site } from "../site";
import { signInFailed } from "./failed";

/**
 * Answers `/login?returnTo=/path`: 302 to NATS with a flow cookie; straight to the page for somebody signed in; 401 for anything that is
 * no page load (prefetches and Next's own fetches then load the document); the failure page when NATS's metadata cannot be had.
 */
export async function beginSignIn(request: NextRequest, site: Site): Promise<NextResponse> {
  const returnTo = askedReturnPath(request.nextUrl.searchParams.get("returnTo"), site.settings.client.redirectUri);
  if (!isNavigation(request.method, request.headers)) {
    return refusedJson("signed_out", withReturn(addresses.login, returnTo));
  }
  const reading = await readSession(request.cookies, site);
  if (reading.kind === "live") return redirectTo(returnTo, 302, site);
  return leadToSignIn(request, returnTo, site);
}

/** 302 to NATS with a flow cookie, whoever asks; a session goes on until the sign-in is done. The failure page when NATS's metadata cannot be had. */
export async function leadToSignIn(request: NextRequest, returnTo: string, site: Site): Promise<NextResponse> {
  const { settings, now } = site;
  try {
    const metadata = await providerOf(site).metadata.get();
    await assertReachable(site);
    const flow = await startFlow(returnTo, settings, now());
    const cookie = await flowCookie(flow, settings);
    const response = NextResponse.redirect(await authorizationUrl(metadata.authorization_endpoint, flow, site), {
      status: 302,
      headers: { ...noStore, ...noIndex },
    });
    const bytes = cookie.name.length + cookie.value.length;
    for (const dropped of await prunedFlowCookies(request.cookies.getAll(), bytes, settings))
      response.cookies.set(dropped);
    response.cookies.set(cookie);
    return response;
  } catch (error) {
    return signInFailed(error, returnTo, site);
  }
}

/** The authorization request: OpenID Connect Core section 3.1.2.1, PKCE by RFC 7636. The endpoint's own query is kept. */
async function authorizationUrl(endpoint: string, flow: Flow, { settings }: Site): Promise<URL> {
  const url = new URL(endpoint);
  const parameters = {
    response_type: "code",
    client_id: settings.client.id,
    redirect_uri: settings.client.redirectUri,
    scope: settings.client.scope,
    state: flow.state,
    nonce: await nonceOf(flow),
    ...(settings.provider.pkce === "S256"
      ? { code_challenge: await challengeOf(flow), code_challenge_method: "S256" }
      : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
}
