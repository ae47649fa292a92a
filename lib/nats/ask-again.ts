/** Asks NATS again about a signed-in member, with limits on the number of calls. */
import { type CodedError, codedErrorIn, fail, failures } from "../failures";
import { memberHash } from "../log";
import { remoteUser, type SessionPayload } from "../session/payload";
import type { Site } from "../site";
import { countRecheck } from "./ask-again-counts";
import { memberClaimsOf } from "./member-claims";
import { inPlace } from "./places";
import { providerOf } from "./provider";
import { readUserinfo } from "./userinfo";

/**
 * `kept`: NATS failed, so the claims are unchanged. `over`: NATS has ended the session.
 * `busy`: too many sessions ask at once. That is not a failure of NATS, so it earns no grace.
 */
export type AskedAgain = { kind: "renewed" | "kept"; session: SessionPayload } | { kind: "over" } | { kind: "busy" };

/** After a timeout or network error, no session asks NATS for this long. */
const pauseSeconds = 10;
/** Requests that still carry the old cookie get the last answer for this long. */
export const shareSeconds = 10;
/** Limits memory, because the browser chooses the paths. */
const maxNotedPages = 20;

const graceNotice = "Members keep access for OIDC_USER_INFO_REFRESH_GRACE seconds.";

interface Shared {
  result: Promise<AskedAgain>;
  until: number;
  /** Pages that got this answer while they still carried the old cookie. */
  pages: Set<string>;
}

interface Calls {
  sharedBySid: Map<string, Shared>;
  pausedUntil: number;
}

const callsBySite = new WeakMap<Site, Calls>();

function callsOf(site: Site): Calls {
  const calls = callsBySite.get(site) ?? { sharedBySid: new Map(), pausedUntil: 0 };
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
  return "session" in result ? { ...result, session: { ...result.session, seenAt: session.seenAt } } : result;
}

function share(result: Promise<AskedAgain>, site: Site): Shared {
  const shared: Shared = { result, until: Number.POSITIVE_INFINITY, pages: new Set() };
  result.then(({ kind }) => {
    shared.until = kind === "busy" ? 0 : site.now() + shareSeconds;
  });
  return shared;
}

/**
 * True if `page` has had this session's shared answer before, though the request still carries the
 * old cookie. So it is with a browser that drops the new cookie, and with many tabs of one page.
 */
export function isRepeated({ sid, triedAt }: SessionPayload, page: string, answer: AskedAgain, site: Site): boolean {
  const pages = callsOf(site).sharedBySid.get(sid)?.pages;
  const isOldCookie = !("session" in answer) || triedAt < answer.session.triedAt;
  if (!pages || !isOldCookie) return false;
  const repeated = pages.has(page);
  if (pages.size < maxNotedPages) pages.add(page);
  return repeated;
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
  const skipped: Answered = { outcome: "skipped", result: { kind: "kept", session: tried } };
  if (token === undefined) return skipped;
  try {
    const { metadata, keys } = providerOf(site);
    const answer = await inPlace("userinfo", site, async () =>
      site.now() < calls.pausedUntil ? "paused" : readUserinfo(site, await metadata.get(), keys, { token, sub }),
    );
    if (answer === "paused") return skipped;
    if (answer === "busy") return { outcome: "busy", result: { kind: "busy" } };
    if (answer.kind !== "claims") return { outcome: answer.kind, result: { kind: "over" } };
    const claims = renewedClaims(session, answer.claims, site);
    const outcome = JSON.stringify(claims) === JSON.stringify(session.claims) ? "unchanged" : "changed";
    return { outcome, result: { kind: "renewed", session: { ...tried, claims, checkedAt: triedAt } } };
  } catch (error) {
    const failure = codedErrorIn(error) ?? fail("internal", "unexpected");
    if (["timeout", "network"].includes(failure.detail)) calls.pausedUntil = site.now() + pauseSeconds;
    return { ...skipped, outcome: failure.failure, failure };
  }
}

/** Keeps only the name. Any other claim that NATS no longer sends is dropped and must not grant. */
function renewedClaims({ claims: before }: SessionPayload, userinfo: Record<string, unknown>, { settings }: Site) {
  const claims = memberClaimsOf(userinfo, settings.claims);
  const { remoteUser: name } = settings.claims;
  return remoteUser(claims, name) === "" ? { ...claims, [name]: remoteUser(before, name) } : claims;
}
