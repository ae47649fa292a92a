/** Shares answers of NATS about a member among the requests of one session. */
import { isDue } from "../session/freshness";
import type { SessionPayload } from "../session/payload";
import { type SharedWork, sharedWork } from "../shared-work";
import type { Site } from "../site";
import { type Asked, askUserinfo } from "./ask-userinfo";

/** An answer serves requests that still carry the old cookie for this long. */
const shareSeconds = 10;
/** A younger answer is shared in any case. */
const freshSeconds = 2;
/** Most answers that a session may have anew in a minute: its button is no lever against NATS. */
const maxAnewPerMinute = 6;
/** Limits memory, because the browser chooses the paths. */
const maxNotedPages = 20;

/**
 * Why a request asks. `due`: its claims are old. `marked`: for the same, the page was redirected
 * twice. `anew`: a member pressed the button, or comes from an upgrade.
 */
export type Reason = "due" | "marked" | "anew";

interface Shared {
  asked: SharedWork<Asked>;
  until: number;
  /** `triedAt` of the answer, once it is there. */
  triedAt: number;
  /** The member's latest change when NATS was asked. */
  change: string | undefined;
  /** Pages that the session was sent back to with this answer. */
  pages: Set<string>;
}

const sharedBySite = new WeakMap<Site, Map<string, Shared>>();

/** When each session asked anew within the last minute, by its id. */
const anewBySite = new WeakMap<Site, Map<string, number[]>>();

function sharedOf(site: Site): Map<string, Shared> {
  const shared = sharedBySite.get(site) ?? new Map<string, Shared>();
  sharedBySite.set(site, shared);
  return shared;
}

/**
 * Asks NATS about the session's member. Requests of a session share one call, unless the member has
 * changed since it was made: `change` is the latest change. Never throws.
 */
export async function askAgain(
  session: SessionPayload,
  site: Site,
  reason: Reason = "due",
  change?: string,
): Promise<Asked> {
  const bySid = sharedOf(site);
  const now = site.now();
  for (const [sid, { until }] of bySid) if (until <= now) bySid.delete(sid);
  const known = bySid.get(session.sid);
  // With a short interval a cookie can be due again while its answer is shared. The same answer
  // would leave it due, and redirect the page for ever. A server whose clock is ahead finds it due
  // earlier, and marks the page.
  const isAged = reason !== "due" && now - session.triedAt >= freshSeconds;
  const isDueAgain = isDue(session, now, site.settings.refresh, change) || isAged;
  const isUsedUp = known && session.triedAt >= known.triedAt && isDueAgain;
  const isShared =
    known && known.change === change && !(isUsedUp && (reason !== "anew" || mayAskAnew(session.sid, site)));
  const shared = isShared ? known : share(askUserinfo(session, site, change), change, site);
  bySid.set(session.sid, shared);
  const asked = await shared.asked();
  // The answer may carry the activity of another request.
  return "session" in asked ? { ...asked, session: { ...asked.session, seenAt: session.seenAt } } : asked;
}

/** Counts a session's answers anew. Returns false above the limit. */
function mayAskAnew(sid: string, site: Site): boolean {
  const bySid = anewBySite.get(site) ?? new Map<string, number[]>();
  anewBySite.set(site, bySid);
  const minuteAgo = site.now() - 60;
  for (const [other, times] of bySid) if ((times.at(-1) ?? 0) <= minuteAgo) bySid.delete(other);
  const recent = (bySid.get(sid) ?? []).filter((time) => time > minuteAgo);
  if (recent.length >= maxAnewPerMinute) return false;
  bySid.set(sid, [...recent, site.now()]);
  return true;
}

function share(asked: Promise<Asked>, change: string | undefined, site: Site): Shared {
  const never = Number.POSITIVE_INFINITY;
  const shared: Shared = { asked: sharedWork(asked), until: never, triedAt: never, change, pages: new Set() };
  asked.then((answer) => {
    shared.until = answer.kind === "busy" ? 0 : site.now() + shareSeconds;
    if ("session" in answer) shared.triedAt = answer.session.triedAt;
  });
  return shared;
}

/**
 * True if this session was already sent back to `page` with this answer. Many tabs of one page look
 * like that, and so does a browser that drops our cookie.
 */
export function isRepeated({ sid }: SessionPayload, page: string, site: Site): boolean {
  const pages = sharedOf(site).get(sid)?.pages;
  if (!pages) return false;
  // Beyond the limit any page counts as repeated. That costs it one more redirect, not a failure.
  if (pages.has(page) || pages.size === maxNotedPages) return true;
  pages.add(page);
  return false;
}
