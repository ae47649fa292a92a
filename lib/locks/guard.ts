/** Reading the member in pages, server actions and route handlers: the guard, second of two locks. */
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { decide } from "../access/decide";
import type { Reason } from "../access/reasons";
import { loginPath, safeReturnPath } from "../access/return-path";
import { type Rule, validUser } from "../access/rules";
import { standingOf } from "../access/table";
import type { MemberClaims } from "../claims";
import { type GateName, gates } from "../gates";
import { pathHeader } from "../http/headers";
import { recheck } from "../nats/ask-again";
import { type Cookie, expiredCookie, sessionCookie, sessionCookieName } from "../session/cookies";
import { isDue, isTooOld } from "../session/freshness";
import { idleEnd, lastEnd } from "../session/lifetime";
import { remoteUser, type SessionPayload, sealSession } from "../session/payload";
import { readSession, type SessionReading } from "../session/read";
import { type Site, site } from "../site";

/** The member as pages see one. Times in seconds since 1970. */
export interface Member {
  /** NATS's identifier of the member: the key for anything you store, with the issuer. */
  sub: string;
  iss: string;
  /** The claim OIDC_REMOTE_USER_CLAIM names, Apache's REMOTE_USER: for display and links, it can change. */
  name: string;
  claims: MemberClaims;
  signedInAt: number;
  /** When NATS last confirmed the claims. */
  checkedAt: number;
  /** When the session ends without further activity, and when it ends in any case. */
  idleEndsAt: number;
  endsAt: number;
}

const reading = cache(async () => {
  // Asked for first: a page that reads a member is dynamic, and a build has no settings to read.
  const jar = await cookies();
  return readSession(jar, site());
});

/** The member, or null where signing in is optional. Does not ask whether the membership is active: gates do. */
export async function getMember(): Promise<Member | null> {
  const visitor = await reading();
  return visitor.kind === "live" ? memberOf(visitor.session, site()) : null;
}

/**
 * The member, if `gate` lets them in. Call it first in every gated page, server action and route handler. Otherwise does not return:
 * leads to the sign-in (also from a server action), or answers 403; a server action's page is opened anew and says why. Do not call it
 * inside try/catch: all work by throwing.
 */
export async function requireMember(gate: GateName): Promise<Member> {
  const verdict = await judge(gates.gates[gate].require);
  if ("member" in verdict) return verdict.member;
  const { reason } = verdict;
  const asked = await askedPath(gate);
  if (reason === "unavailable") redirect(`/unavailable?${new URLSearchParams({ returnTo: asked })}`);
  if (reason === "signed_out") redirect(loginPath(asked));
  if (reason === "timed_out") redirect(`/timed-out?${new URLSearchParams({ returnTo: asked })}`);
  // A server action: its page is opened anew and says why, by the claims that the cookie now holds.
  if ((await headers()).has("next-action")) redirect(asked);
  forbidden();
}

/** Why the guard refuses; `unavailable`: the member's claims are too old, and NATS does not answer. */
export type GuardReason = Reason | "unavailable";

/** The status of a refusal for whom is told by JSON: 401 for nobody (sign in), 503 for `unavailable` (later), else 403. */
export function statusOfRefusal(reason: GuardReason): 401 | 403 | 503 {
  if (reason === "unavailable") return 503;
  return reason === "signed_out" || reason === "timed_out" ? 401 : 403;
}

/**
 * The same guard by canonical path, for a route handler that serves many and answers refusals itself: why the gate before the path refuses
 * this request, or null to serve it.
 */
export async function refusalAt(path: string): Promise<GuardReason | null> {
  const standing = standingOf(gates, path);
  if (standing.kind !== "gated") return null;
  const verdict = await judge(standing.require);
  return "member" in verdict ? null : verdict.reason;
}

/** The member whom the gate before a canonical path lets in, or why it does not. A public path wants an active member all the same. */
export function memberAt(path: string): Promise<{ member: Member } | { reason: GuardReason }> {
  const standing = standingOf(gates, path);
  return judge(standing.kind === "gated" ? standing.require : validUser);
}

async function judge(rule: Rule): Promise<{ member: Member } | { reason: GuardReason }> {
  const visitor = await currentReading();
  const { settings, now } = site();
  if (visitor.kind === "live" && isTooOld(visitor.session, now(), settings.refresh)) return { reason: "unavailable" };
  const reason = decide(rule, visitor, settings.claims);
  if (reason === null && visitor.kind === "live") return { member: memberOf(visitor.session, site()) };
  return { reason: reason ?? "forbidden" };
}

/** The address asked for, as the gate wrote it down; without the gate, where this gate's paths begin. */
async function askedPath(gate: GateName): Promise<string> {
  return safeReturnPath((await headers()).get(pathHeader), gates.gates[gate].paths[0]?.replace(/\/\*\*$/, ""));
}

/**
 * The reading, with claims asked for again where they are due. The gate has done that for page loads; this is for server actions and
 * route handlers, and for a site that runs without the gate.
 */
const currentReading = cache(async (): Promise<SessionReading> => {
  const visitor = await reading();
  const here = site();
  if (visitor.kind !== "live" || !isDue(visitor.session, here.now(), here.settings.refresh)) return visitor;
  const result = await recheck(visitor.session, here);
  if (result.kind === "over") {
    await writeCookie(expiredCookie(sessionCookieName(here.settings), here.settings));
    return { kind: "none" };
  }
  const sealed = await sealSession(result.session, here.settings.secrets);
  await writeCookie(sessionCookie(sealed, result.session, here.settings, here.now()));
  return { kind: "live", session: result.session };
});

/** Server actions and route handlers may set cookies; pages may not, and the answer is shared for a while anyway. */
async function writeCookie(cookie: Cookie): Promise<void> {
  const jar = await cookies();
  try {
    jar.set(cookie);
  } catch {
    // A page: Next says so by throwing.
  }
}

function memberOf(session: SessionPayload, { settings }: Site): Member {
  return {
    sub: session.sub,
    iss: session.iss,
    name: remoteUser(session.claims, settings.claims.remoteUser),
    claims: session.claims,
    signedInAt: session.loginAt,
    checkedAt: session.checkedAt,
    idleEndsAt: idleEnd(session, settings.session),
    endsAt: lastEnd(session, settings.session),
  };
}
