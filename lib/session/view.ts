/** Two views of a session: the member as pages see one, and the little that a browser may know. */
import { createHash } from "node:crypto";
import { browserClaims, type MemberClaims } from "../claims";
import type { Settings } from "../settings/shape";
import { idleEnd, lastEnd } from "./lifetime";
import { remoteUser, type SessionPayload } from "./payload";

/** The member as pages see one. Times in seconds since 1970. */
export interface Member {
  /** NATS's identifier of the member. With `iss` it is the key for anything that you store. */
  sub: string;
  iss: string;
  /** The claim that OIDC_REMOTE_USER_CLAIM names. For display only: it can change. */
  name: string;
  claims: MemberClaims;
  /** Short hash of `iss` and `sub`, by which the log names the member: see `memberHash`. */
  reference: string;
  signedInAt: number;
  /** When NATS last confirmed the claims. */
  checkedAt: number;
  /** True if NATS did not answer when it was last asked: the claims are those of `checkedAt`. */
  unanswered: boolean;
  /** When the session ends without further activity, and when it ends in any case. */
  idleEndsAt: number;
  endsAt: number;
  /** The time without activity, in seconds, after which the session ends. */
  idleSeconds: number;
}

/** The claims that lib/claims.ts allows into the browser. */
export type BrowserMember = Pick<MemberClaims, (typeof browserClaims)[number]>;

/** The session as `useSession()` gives it, in next-auth's shape. `expires` is an ISO 8601 time. */
export interface BrowserSession {
  user: { name: string };
  member: BrowserMember;
  expires: string;
}

const members = new WeakMap<Settings, WeakMap<SessionPayload, Member>>();

/**
 * Returns the member of a session, without its token. A page asks for its title and for itself. Its
 * session stays in memory for a minute, and its member with it: made once, and frozen.
 */
export function memberOf(session: SessionPayload, settings: Settings): Member {
  const made = members.get(settings) ?? new WeakMap<SessionPayload, Member>();
  members.set(settings, made);
  const member = made.get(session) ?? newMember(session, settings);
  made.set(session, member);
  return member;
}

function newMember(session: SessionPayload, settings: Settings): Member {
  const { sub, iss, claims, loginAt, checkedAt, triedAt } = session;
  return Object.freeze({
    sub,
    iss,
    name: remoteUser(claims, settings.claims.remoteUser),
    claims,
    reference: referenceOf(iss, sub),
    signedInAt: loginAt,
    checkedAt,
    unanswered: triedAt > checkedAt,
    idleEndsAt: idleEnd(session, settings.session),
    endsAt: lastEnd(session, settings.session),
    idleSeconds: settings.session.idleSeconds,
  });
}

/** `memberHash`, for Node alone: there the Web Crypto API costs thirty times as much. */
function referenceOf(iss: string, sub: string): string {
  return createHash("sha256").update(`${iss}\n${sub}`).digest("hex").slice(0, 12);
}

/** Returns the claims on the allow-list. Everything else stays on the server. */
export function browserMember(claims: MemberClaims): BrowserMember {
  return Object.fromEntries(
    browserClaims.filter((name) => claims[name] !== undefined).map((name) => [name, claims[name]]),
  );
}

/** Returns what a browser may know of a member. */
export function browserSession({ name, claims, idleEndsAt }: Member): BrowserSession {
  return { user: { name }, member: browserMember(claims), expires: new Date(idleEndsAt * 1000).toISOString() };
}
