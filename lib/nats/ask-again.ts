/** Asks NATS again about a member: one call per session however many requests wait for it, and not too many at a time. */
import { type CodedError, codedErrorIn, fail } from "../failures";
import { memberHash } from "../log";
import { remoteUser, type SessionPayload } from "../session/payload";
import type { Site } from "../site";
import { countAnswer } from "./ask-again-counts";
import { memberClaimsOf } from "./member-claims";
import { providerOf } from "./provider";
import { readUserinfo } from "./userinfo";

/** `renewed`: claims as NATS has them now. `kept`: NATS failed, the old claims stand. `over`: the session has ended at NATS. */
export type AskedAgain = { kind: "renewed" | "kept"; session: SessionPayload } | { kind: "over" };

/** Calls under way at most; a further session keeps its claims and asks later, so an outage does not end in a stampede. */
const maxCalls = 20;
/** An answer is shared this long with requests that still carry the old cookie, and asked for no sooner by hand. In seconds. */
export const shareSeconds = 10;

interface Shared {
  result: Promise<AskedAgain>;
  until: number;
  /** Page loads that came for this answer, by page. */
  arrivals: Map<string, number>;
}

/** What one site has under way. After a call that got no answer, nobody else waits for one until `pausedUntil`. */
interface Calls {
  shared: Map<string, Shared>;
  underWay: number;
  pausedUntil: number;
}

const pauseSeconds = 10;

const callsBySite = new WeakMap<Site, Calls>();

function callsOf(site: Site): Calls {
  const known = callsBySite.get(site) ?? { shared: new Map(), underWay: 0, pausedUntil: 0 };
  callsBySite.set(site, known);
  return known;
}

/**
 * Asks NATS about the session's member. Never throws: whatever fails keeps the claims, and stamps the try so that it is no loop. The
 * activity written in the session stays the caller's own: the answer may have been somebody else's.
 */
export async function askAgain(session: SessionPayload, site: Site): Promise<AskedAgain> {
  const now = site.now();
  const { shared } = callsOf(site);
  for (const [sid, { until }] of shared) if (until <= now) shared.delete(sid);
  const known = shared.get(session.sid) ?? shareOne(ask(session, site), site);
  shared.set(session.sid, known);
  const result = await known.result;
  return result.kind === "over" ? result : { ...result, session: { ...result.session, seenAt: session.seenAt } };
}

/** Shared while it is under way, however long that takes, and for ten seconds from then. */
function shareOne(result: Promise<AskedAgain>, site: Site): Shared {
  const entry: Shared = { result, until: Number.POSITIVE_INFINITY, arrivals: new Map() };
  result.finally(() => {
    entry.until = site.now() + shareSeconds;
  });
  return entry;
}

/** How often this session has now come for `page` while one answer is shared. More than a few times is a browser that keeps no new cookie. */
export function arrivals({ sid }: SessionPayload, page: string, site: Site): number {
  const byPage = callsOf(site).shared.get(sid)?.arrivals;
  const times = (byPage?.get(page) ?? 0) + 1;
  // Pages are the browser's to name: twenty are enough to see a loop.
  if (byPage && (byPage.has(page) || byPage.size < 20)) byPage.set(page, times);
  return times;
}

async function ask(session: SessionPayload, site: Site): Promise<AskedAgain> {
  const began = performance.now();
  const { outcome, result, detail } = await askUserinfo(session, site);
  const milliseconds = Math.round(performance.now() - began);
  countAnswer(outcome, milliseconds, site);
  if (outcome !== "unchanged" && outcome !== "skipped") {
    const failure = codedErrorIn(detail);
    site.log(failure ? "warn" : "info", "recheck", {
      outcome,
      member: await memberHash(session.iss, session.sub),
      milliseconds,
      ...(failure ? { detail: failure.detail, operator: operatorLine(failure) } : {}),
    });
  }
  return result;
}

async function askUserinfo(
  session: SessionPayload,
  site: Site,
): Promise<{ outcome: string; result: AskedAgain; detail?: CodedError }> {
  const triedAt = site.now();
  const kept = { kind: "kept", session: { ...session, triedAt } } as const;
  const state = callsOf(site);
  // Without a token a page load is led through a sign-in instead.
  const { token } = session;
  if (token === undefined || state.underWay >= maxCalls || triedAt < state.pausedUntil) {
    return { outcome: "skipped", result: kept };
  }
  state.underWay++;
  try {
    const { metadata, keys } = providerOf(site);
    const answer = await readUserinfo(site, await metadata.get(), keys, { token, sub: session.sub });
    if (answer.kind !== "claims") return { outcome: answer.kind, result: { kind: "over" } };
    const claims = renewedClaims(session, answer.claims, site);
    const outcome = JSON.stringify(claims) === JSON.stringify(session.claims) ? "unchanged" : "changed";
    return { outcome, result: { kind: "renewed", session: { ...session, claims, checkedAt: triedAt, triedAt } } };
  } catch (error) {
    const detail = codedErrorIn(error) ?? fail("internal", "unexpected");
    if (detail.detail === "timeout" || detail.detail === "network") state.pausedUntil = site.now() + pauseSeconds;
    return { outcome: detail.failure, result: kept, detail };
  } finally {
    state.underWay--;
  }
}

/** What NATS says now, and nothing of what it said before: a claim that is gone must not grant. Only the name may have come by the id_token. */
function renewedClaims(
  session: SessionPayload,
  userinfo: Record<string, unknown>,
  { settings }: Site,
): SessionPayload["claims"] {
  const claims = memberClaimsOf(userinfo, settings.claims);
  const { remoteUser: name } = settings.claims;
  return remoteUser(claims, name) === "" ? { ...claims, [name]: remoteUser(session.claims, name) } : claims;
}

function operatorLine({ failure }: CodedError): string {
  return failure === "not_listed"
    ? "Address not on NATS's list (MEMBER_OPENID_SECURE_IPS). Members keep access for OIDC_USER_INFO_REFRESH_GRACE seconds."
    : "NATS did not answer as it should. Members keep access for OIDC_USER_INFO_REFRESH_GRACE seconds.";
}
