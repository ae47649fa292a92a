/** Asks NATS for a member's claims once more, and logs what came of it. */
import { type CodedError, codedErrorIn, fail, failureCodes, failures } from "../failures";
import { memberHash } from "../log";
import { remoteUser, type SessionPayload } from "../session/payload";
import type { Site } from "../site";
import { countRecheck } from "./ask-again-counts";
import { withSlot } from "./call-slots";
import { memberClaimsOf } from "./member-claims";
import { providerOf } from "./provider";
import { readUserinfo } from "./userinfo";

/**
 * `kept`: NATS failed, so the claims are unchanged. `over`: NATS has ended the session.
 * `busy`: too many sessions ask at once. That is not a failure of NATS, so it earns no grace.
 */
export type Asked = { kind: "renewed" | "kept"; session: SessionPayload } | { kind: "over" } | { kind: "busy" };

/** After a timeout or network error, no session asks NATS for this long. */
const pauseSeconds = 10;

const pausedUntil = new WeakMap<Site, number>();

const graceNotice = "Members keep access for OIDC_USER_INFO_REFRESH_GRACE seconds.";

/** Outcomes that are only counted. A flood of them must not flood the log. */
const uneventful = ["unchanged", "skipped", "busy"];

/**
 * Asks NATS. Never throws: on failure the claims stay, and `triedAt` delays the next attempt. The
 * renewed session knows of `change`, the member's latest change.
 */
export async function askUserinfo(session: SessionPayload, site: Site, change?: string): Promise<Asked> {
  const began = performance.now();
  const { outcome, asked, failure } = await ask(session, site, change);
  const milliseconds = Math.round(performance.now() - began);
  site.count("recheck", { outcome }, milliseconds / 1000);
  countRecheck(outcome, milliseconds, site);
  if (!uneventful.includes(outcome)) {
    const member = await memberHash(session.iss, session.sub);
    const operator = failure && `${failures[failure.failure].operator} ${graceNotice}`;
    const cause = failure && { detail: failure.detail, operator };
    site.log(failure ? "warn" : "info", "recheck", { outcome, member, milliseconds, ...cause });
  }
  return asked;
}

/** What came of a recheck: `docs/operating.md` says what each means. */
export const recheckOutcomes = [
  "unchanged",
  "changed",
  "skipped",
  "busy",
  "revoked",
  "other_member",
  ...failureCodes,
] as const;

type Outcome = { outcome: (typeof recheckOutcomes)[number]; asked: Asked; failure?: CodedError };

async function ask(session: SessionPayload, site: Site, change: string | undefined): Promise<Outcome> {
  const triedAt = site.now();
  // Later than the last answer, even within one second: else a failure would not show as one.
  const tried = { ...session, triedAt: Math.max(triedAt, session.checkedAt + 1) };
  const { token, iss, sub } = session;
  const skipped: Outcome = { outcome: "skipped", asked: { kind: "kept", session: tried } };
  // Sessions without a token are renewed by a sign-in instead.
  if (token === undefined) return skipped;
  try {
    const answer = await withSlot("userinfo", `${iss} ${sub}`, site, () => callUnlessPaused({ token, iss, sub }, site));
    if (answer === "paused") return skipped;
    if (answer === "busy") return { outcome: "busy", asked: { kind: "busy" } };
    if (answer.kind !== "claims") return { outcome: answer.kind, asked: { kind: "over" } };
    const claims = renewedClaims(session, answer.claims, site);
    const outcome = JSON.stringify(claims) === JSON.stringify(session.claims) ? "unchanged" : "changed";
    const known = change === undefined ? {} : { change };
    return {
      outcome,
      asked: { kind: "renewed", session: { ...session, claims, triedAt, checkedAt: triedAt, ...known } },
    };
  } catch (error) {
    const failure = codedErrorIn(error) ?? fail("internal", "unexpected");
    return { ...skipped, outcome: failure.failure, failure };
  }
}

/** Calls NATS, or returns "paused". Sets the pause before the slot is handed on. */
async function callUnlessPaused({ token, iss, sub }: { token: string; iss: string; sub: string }, site: Site) {
  if (site.now() < (pausedUntil.get(site) ?? 0)) return "paused";
  try {
    const { metadata, keys } = providerOf(site);
    const document = await metadata.get();
    // After a move to another provider, the former one's token must not be shown to the new one.
    if (document.issuer !== iss) return { kind: "other_member" } as const;
    return await readUserinfo(site, document, keys, { token, sub });
  } catch (error) {
    const isDown = ["timeout", "network"].includes(codedErrorIn(error)?.detail ?? "");
    if (isDown) pausedUntil.set(site, site.now() + pauseSeconds);
    throw error;
  }
}

/** Keeps only the name. Any other claim that NATS no longer sends is dropped and must not grant. */
function renewedClaims({ claims: before }: SessionPayload, userinfo: Record<string, unknown>, { settings }: Site) {
  const claims = memberClaimsOf(userinfo, settings.claims);
  const { remoteUser: name } = settings.claims;
  return remoteUser(claims, name) === "" ? { ...claims, [name]: remoteUser(before, name) } : claims;
}
