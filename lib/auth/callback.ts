/** Answers the redirect URI: finds the response's flow, redeems its code, and leads to the page. */
import type { NextRequest, NextResponse } from "next/server";
import { addresses } from "../addresses";
import { redirectTo } from "../answers/redirect";
import { type CodedError, type FailureCode, fail } from "../failures";
import { memberHash } from "../log";
import { withSlot } from "../nats/call-slots";
import { registryOf } from "../registry";
import { readVisit } from "../registry/visit";
import { endedCookieName, expiredCookie, flowCookiePrefix } from "../session/cookies";
import { type Flow, flowCookieName, flowSeconds, openFlow, stateIssuedAt, usedFlowCookie } from "../session/flow";
import { readSession } from "../session/read";
import { beginSession } from "../session/write";
import type { Site } from "../site";
import { exchangeCode } from "./adapter";
import { signInFailed } from "./failed";
import { once } from "./once";

/** Finishes a sign-in: leads to the page that was asked for, or to one that explains. */
export async function finishSignIn(request: NextRequest, site: Site): Promise<NextResponse> {
  const query = request.nextUrl.searchParams;
  const parameters = ["code", "state", "error", "iss"] as const;
  if (request.method !== "GET" || parameters.some((name) => query.getAll(name).length > 1)) {
    return signInFailed(fail("bad_callback", request.method), addresses.membersHome, site);
  }
  const state = query.get("state");
  const sealed = state && request.cookies.get(flowCookieName(state, site.settings))?.value;
  const flow = state && sealed ? await openFlow(sealed, state, site.settings) : null;
  if (!flow) return withoutFlow(state, request, site);
  return withFlow(flow, request, site);
}

async function withFlow(flow: Flow, request: NextRequest, site: Site): Promise<NextResponse> {
  const { settings, now } = site;
  if (flow.verifier === "") return again(flow.returnTo, request, site);
  try {
    const error = request.nextUrl.searchParams.get("error");
    if (error !== null) throw fail(...providerError(error));
    if (now() - flow.startedAt > flowSeconds.complete) throw fail("stale", `${now() - flow.startedAt} seconds old`);
    const code = request.nextUrl.searchParams.get("code");
    if (!code) throw fail("bad_callback", "no code");
    const iss = request.nextUrl.searchParams.get("iss");
    const cookie = await once(`${flow.state} ${code}`, site, async () => {
      const session = await withSlot("token", flow.state, site, () => exchangeCode(flow, { code, iss }, site));
      if (session === "busy") throw fail("busy", "no slot for the token call");
      // A visit that timed out in this browser is over: it must not count beside the new one.
      const former = await readSession(request.cookies, site);
      if (former.kind === "timed_out") await registryOf(site).end(former.session, "signed_out");
      const change = await registryOf(site).begin(session);
      const begun = await beginSession(change === undefined ? session : { ...session, change }, site);
      site.log("info", "sign_in", { member: await memberHash(session.iss, session.sub) });
      return begun;
    });
    const response = redirectTo(flow.returnTo, 302, site);
    response.cookies.set(cookie);
    response.cookies.set(await usedFlowCookie(flow, settings));
    return response;
  } catch (error) {
    const response = await signInFailed(error, flow.returnTo, site);
    response.cookies.set(expiredCookie(flowCookieName(flow.state, settings), settings));
    return response;
  }
}

/**
 * Without a flow: with a live session it does not matter, else the state tells what happened.
 * Without parameters, too: some providers answer in the fragment. To redirect such a browser to the
 * members' home would send it through /login to NATS and back for ever.
 */
async function withoutFlow(state: string | null, request: NextRequest, site: Site): Promise<NextResponse> {
  const { settings, now } = site;
  const reading = await readVisit(request.cookies, site);
  if (reading.kind === "live") return redirectTo(addresses.membersHome, 302, site);
  const failed = (error: CodedError) => signInFailed(error, addresses.membersHome, site);
  const issuedAt = state === null ? null : await stateIssuedAt(state, settings.secrets);
  if (issuedAt === null) {
    return failed(fail("bad_callback", state === null ? "no state" : "this site did not issue the state"));
  }
  const age = now() - issuedAt;
  if (age > flowSeconds.complete) return failed(fail("stale", `${age} seconds old`));
  if (request.cookies.has(endedCookieName(settings))) return failed(fail("reused"));
  const prefix = flowCookiePrefix(settings);
  const keepsCookies = reading.kind !== "none" || request.cookies.getAll().some(({ name }) => name.startsWith(prefix));
  return failed(fail(keepsCookies ? "stale" : "cookies", "no flow cookie"));
}

/** Answers the same response a second time: leads to its page while the session lives. */
async function again(returnTo: string, request: NextRequest, site: Site): Promise<NextResponse> {
  const reading = await readVisit(request.cookies, site);
  return reading.kind === "live" ? redirectTo(returnTo, 302, site) : signInFailed(fail("reused"), returnTo, site);
}

/** What an error response means: RFC 6749 section 4.1.2.1. Only a well-formed code is logged. */
function providerError(error: string): [FailureCode, string] {
  const detail = /^[a-z_]{1,40}$/.test(error) ? error : "a malformed error code";
  if (error === "access_denied") return ["cancelled", detail];
  const isAway = error === "temporarily_unavailable" || error === "server_error";
  return [isAway ? "provider_unreachable" : "provider_error", detail];
}
