/** The guard, second of two locks: reads the member in pages, server actions and route handlers. */
import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { Reason } from "../access/reasons";
import { safeReturnPath } from "../access/return-path";
import { type Rule, validUser } from "../access/rules";
import { standingOf } from "../access/table";
import { addresses, withReturn } from "../addresses";
import { type GateName, gates } from "../gates";
import { pathHeader } from "../http/headers";
import { isNavigation } from "../http/navigation";
import type { Reason as AskReason } from "../nats/ask-again";
import { registryOf } from "../registry";
import type { Visit } from "../registry/registry";
import { type EndedBy, readVisit, type VisitReading } from "../registry/visit";
import type { Cookie } from "../session/cookies";
import { isChanged, isDue } from "../session/freshness";
import type { SessionPayload } from "../session/payload";
import { type Member, memberOf } from "../session/view";
import { type Site, site } from "../site";
import { countedReason, judgeConfirmed, renew } from "./renew";
import type { Verdict } from "./verdict";

/** Why the guard refuses. `unavailable`: the claims are too old, and NATS does not answer. */
export type GuardReason = Reason | "unavailable";

/** Returns the member, or null. Does not judge the membership: only gates do. */
export async function getMember(): Promise<Member | null> {
  const reading = await readOnce();
  return reading.kind === "live" ? memberOf(reading.session, site().settings) : null;
}

/**
 * Returns the member if `gate` admits them. Call it first in every gated page, server action and
 * route handler. Otherwise it does not return: it redirects to the sign-in, or answers with 403.
 * After a refused server action the page is loaded anew and says why. It works by throwing, so do
 * not call it inside try/catch.
 */
export async function requireMember(gate: GateName): Promise<Member> {
  const verdict = await verdictOn(gates.gates[gate].require);
  if (verdict.kind === "admitted") return memberOf(verdict.session, site().settings);
  const asked = await askedPath(gate);
  if (verdict.kind !== "refused") redirect(withReturn(nextPage[verdict.kind], asked));
  if ((await headers()).has("next-action")) redirect(asked);
  forbidden();
}

/** Where `requireMember` redirects, by verdict. */
const nextPage = {
  signed_out: addresses.login,
  timed_out: addresses.timedOut,
  ended: addresses.signedOut,
  unconfirmed: addresses.unavailable,
};

/** Returns who ended this browser's visit before its time; null if nobody did. */
export async function endedBy(): Promise<EndedBy | null> {
  const reading = await readOnce();
  return reading.kind === "ended" ? reading.by : null;
}

/** Returns the open visits of the member who is signed in, oldest first. */
export async function openVisits(): Promise<Visit[]> {
  const reading = await readOnce();
  if (reading.kind !== "live") return [];
  const { iss, sub } = reading.session;
  return registryOf(site()).visits({ kind: "member", iss, sub });
}

/**
 * Sends a page load to the recheck if the member has changed at NATS since the claims were read.
 * The gate cannot know of it, and a page can set no cookie. Otherwise it does nothing.
 */
export async function recheckChanged(): Promise<void> {
  await recheckIfChanged(await readOnce());
}

async function recheckIfChanged(reading: VisitReading): Promise<void> {
  if (reading.kind !== "live" || !isChanged(reading.session, reading.change)) return;
  // If NATS did not answer a moment ago, the claims serve within the grace.
  if (!isDue(reading.session, site().now(), site().settings.refresh, reading.change)) return;
  const sent = await headers();
  // Forms are not redirected: what they carry would be lost.
  const isPage = isNavigation("GET", sent) && !sent.has("content-type") && !sent.has("next-action");
  const asked = sent.get(pathHeader);
  if (isPage && asked !== null) redirect(withReturn(addresses.recheck, safeReturnPath(asked)));
}

/**
 * Returns the member if the gate before a canonical path admits them, else why not. A public path
 * needs an active member, too. For route handlers that answer refusals themselves.
 */
export async function memberAt(path: string): Promise<{ member: Member } | { reason: GuardReason }> {
  const standing = standingOf(gates, path);
  const verdict = await verdictOn(standing.kind === "gated" ? standing.require : validUser);
  if (verdict.kind === "admitted") return { member: memberOf(verdict.session, site().settings) };
  return { reason: reasonOf(verdict) };
}

/** Returns why the gate before a canonical path refuses this request; null to serve it. */
export async function reasonToRefuse(path: string): Promise<GuardReason | null> {
  const standing = standingOf(gates, path);
  if (standing.kind !== "gated") return null;
  const verdict = await verdictOn(standing.require);
  return verdict.kind === "admitted" ? null : reasonOf(verdict);
}

function reasonOf(verdict: Exclude<Verdict, { kind: "admitted" }>): GuardReason {
  if (verdict.kind === "refused") return verdict.reason;
  if (verdict.kind === "ended") return "signed_out";
  return verdict.kind === "unconfirmed" ? "unavailable" : verdict.kind;
}

/**
 * Judges this request. Claims that are due are asked for first. The gate has done that for page
 * loads; this covers server actions, route handlers, and sites that run without the gate.
 */
async function verdictOn(rule: Rule): Promise<Verdict> {
  const reading = await readOnce();
  await recheckIfChanged(reading);
  const { verdict } = await judgeConfirmed(reading, rule, site(), renewOnce);
  const refused = countedReason(verdict);
  if (refused) countOnce(refused);
  return verdict;
}

/** A page asks the guard for its title and for itself. That is one refusal. */
const countOnce = cache((reason: string) => site().count("refusal", { reason }));

/** Reads once for a page. In a route handler React's `cache` remembers nothing: each call reads. */
const readOnce = cache(async () => {
  // Cookies first: a page that reads them is dynamic, and a build has no settings to read.
  const jar = await cookies();
  return readVisit(jar, site());
});

const renewOnce = cache(async (session: SessionPayload, here: Site, reason?: AskReason, change?: string) => {
  const renewal = await renew(session, here, reason, change);
  if (renewal.cookie) await writeCookie(renewal.cookie);
  return renewal;
});

/** Sets the cookie where Next allows it: in server actions and route handlers, not in pages. */
async function writeCookie(cookie: Cookie): Promise<void> {
  const jar = await cookies();
  try {
    jar.set(cookie);
  } catch {
    // Next throws in a page.
  }
}

/** Returns the address asked for, as the gate noted it; else the beginning of the gate's paths. */
async function askedPath(gate: GateName): Promise<string> {
  return safeReturnPath((await headers()).get(pathHeader), gates.gates[gate].paths[0]?.replace(/\/\*\*$/, ""));
}
