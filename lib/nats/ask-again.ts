/** Asks NATS again about a signed-in member, with limits on the number of calls. */
import { type CodedError, codedErrorIn, fail, failures } from "../failures";
import { memberHash } from "../log";
import { remoteUser, type SessionPayload } from "../session/payload";
import type { Site } from "../site";
import { countRecheck } from "./ask-again-counts";
import { memberClaimsOf } from "./member-claims";
import { providerOf } from "./provider";
import { readUserinfo } from "./userinfo";

/** `kept`: NATS failed, so the claims are unchanged. `over`: NATS has ended the session. */
export type AskedAgain = { kind: "renewed" | "kept"; session: SessionPayload } | { kind: "over" };

/** Above this, sessions keep their claims and ask later, so that a slow NATS is not flooded. */
const maxConcurrentCalls = 20;
/** After a timeout or network error, no session asks NATS for this long. */
const pauseSeconds = 10;
/** Requests that still carry the old cookie get the last answer for this long. */
export const shareSeconds = 10;
/** Limits memory, because the browser chooses the paths. */
const maxCountedPages = 20;

const graceNotice = "Members keep access for OIDC_USER_INFO_REFRESH_GRACE seconds.";

interface Shared {
  result: Promise<AskedAgain>;
  until: number;
  arrivalsByPage: Map<string, number>;
}

interface Calls {
  sharedBySid: Map<string, Shared>;
  running: number;
  pausedUntil: number;
}

const callsBySite = new WeakMap<Site, Calls>();

function callsOf(site: Site): Calls {
  const calls = callsBySite.get(site) ?? { sharedBySid: new Map(), running: 0, pausedUntil: 0 };
  callsBySite.set(site, calls);
  return calls;
}

/**
 * Asks NATS about the session's member. Concurrent callers with the same session share one call.
 * Never throws: on failure the claims stay, and `triedAt` delays the next attempt.
 */
export async function askAgain(session: SessionPayload, site: Site): Promise<AskedAgain> {
  const { sharedBySid } = callsOf(site);
  const now = site.now();
  for (const [sid, { until }] of sharedBySid) if (until <= now) sharedBySid.delete(sid);
  const shared = sharedBySid.get(session.sid) ?? share(ask(session, site), site);
  sharedBySid.set(session.sid, shared);
  const result = await shared.result;
  // A shared result may carry the activity of another request.
  return result.kind === "over" ? result : { ...result, session: { ...result.session, seenAt: session.seenAt } };
}

function share(result: Promise<AskedAgain>, site: Site): Shared {
  const shared: Shared = { result, until: Number.POSITIVE_INFINITY, arrivalsByPage: new Map() };
  result.finally(() => {
    shared.until = site.now() + shareSeconds;
  });
  return shared;
}

/** Counts how often a session requests `page` during one shared answer. Returns the count. */
export function countArrival({ sid }: SessionPayload, page: string, site: Site): number {
  const byPage = callsOf(site).sharedBySid.get(sid)?.arrivalsByPage;
  const count = (byPage?.get(page) ?? 0) + 1;
  if (byPage && (byPage.has(page) || byPage.size < maxCountedPages)) byPage.set(page, count);
  return count;
}

async function ask(session: SessionPayload, site: Site): Promise<AskedAgain> {
  const began = performance.now();
  const { outcome, result, failure } = await askUserinfo(session, site);
  const milliseconds = Math.round(performance.now() - began);
  countRecheck(outcome, milliseconds, site);
  if (outcome !== "unchanged" && outcome !== "skipped") {
    const member = await memberHash(session.iss, session.sub);
    const cause = failure && {
      detail: failure.detail,
      operator: `${failures[failure.failure].operator} ${graceNotice}`,
    };
    site.log(failure ? "warn" : "info", "recheck", { outcome, member, milliseconds, ...cause });
  }
  return result;
}

type Answered = { outcome: string; result: AskedAgain; failure?: CodedError };

async function askUserinfo(session: SessionPayload, site: Site): Promise<Answered> {
  const triedAt = site.now();
  const tried = { ...session, triedAt };
  const calls = callsOf(site);
  // Sessions without a token are renewed by a sign-in instead.
  const { token, sub } = session;
  if (token === undefined || calls.running >= maxConcurrentCalls || triedAt < calls.pausedUntil) {
    return { outcome: "skipped", result: { kind: "kept", session: tried } };
  }
  calls.running++;
  try {
    const { metadata, keys } = providerOf(site);
    const answer = await readUserinfo(site, await metadata.get(), keys, { token, sub });
    if (answer.kind !== "claims") return { outcome: answer.kind, result: { kind: "over" } };
    const claims = renewedClaims(session, answer.claims, site);
    const outcome = JSON.stringify(claims) === JSON.stringify(session.claims) ? "unchanged" : "changed";
    return { outcome, result: { kind: "renewed", session: { ...tried, claims, checkedAt: triedAt } } };
  } catch (error) {
    const failure = codedErrorIn(error) ?? fail("internal", "unexpected");
    if (["timeout", "network"].includes(failure.detail)) calls.pausedUntil = site.now() + pauseSeconds;
    return { outcome: failure.failure, result: { kind: "kept", session: tried }, failure };
  } finally {
    calls.running--;
  }
}

/** Keeps only the name. Any other claim that NATS no longer sends is dropped and must not grant. */
function renewedClaims({ claims: before }: SessionPayload, userinfo: Record<string, unknown>, { settings }: Site) {
  const claims = memberClaimsOf(userinfo, settings.claims);
  const { remoteUser: name } = settings.claims;
  return remoteUser(claims, name) === "" ? { ...claims, [name]: remoteUser(before, name) } : claims;
}
