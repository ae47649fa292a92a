/** Shares answers of NATS about a member among the requests of one session. */
import { isDue } from "../session/freshness";
import type { SessionPayload } from "../session/payload";
import type { Site } from "../site";
import { type Asked, askUserinfo } from "./ask-userinfo";

/** An answer serves requests that still carry the old cookie for this long. */
const shareSeconds = 10;
/** An answer of this age is not shared with a request that comes back marked. */
const freshSeconds = 2;
/** Limits memory, because the browser chooses the paths. */
const maxNotedPages = 20;

interface Shared {
  asked: Promise<Asked>;
  until: number;
  /** `triedAt` of the answer, once it is there. */
  triedAt: number;
  /** Pages that the session was sent back to with this answer. */
  pages: Set<string>;
}

const sharedBySite = new WeakMap<Site, Map<string, Shared>>();

function sharedOf(site: Site): Map<string, Shared> {
  const shared = sharedBySite.get(site) ?? new Map<string, Shared>();
  sharedBySite.set(site, shared);
  return shared;
}

/**
 * Asks NATS about the session's member. Requests of a session share one call. Never throws.
 * `isMarked`: the page was redirected here twice.
 */
export async function askAgain(session: SessionPayload, site: Site, isMarked = false): Promise<Asked> {
  const bySid = sharedOf(site);
  const now = site.now();
  for (const [sid, { until }] of bySid) if (until <= now) bySid.delete(sid);
  const known = bySid.get(session.sid);
  // With a short interval a cookie can be due again while its answer is shared. The same answer
  // would leave it due, and redirect the page for ever. A server whose clock is ahead finds it due
  // earlier, and marks the page.
  const isDueAgain = isDue(session, now, site.settings.refresh) || (isMarked && now - session.triedAt >= freshSeconds);
  const isUsedUp = known && session.triedAt >= known.triedAt && isDueAgain;
  const shared = known && !isUsedUp ? known : share(askUserinfo(session, site), site);
  bySid.set(session.sid, shared);
  const asked = await shared.asked;
  // The answer may carry the activity of another request.
  return "session" in asked ? { ...asked, session: { ...asked.session, seenAt: session.seenAt } } : asked;
}

function share(asked: Promise<Asked>, site: Site): Shared {
  const never = Number.POSITIVE_INFINITY;
  const shared: Shared = { asked, until: never, triedAt: never, pages: new Set() };
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
