/** The names by which the registry finds visits: keyed hashes, so nothing personal is kept. */
import { createHmac } from "node:crypto";
import { remoteUser, type SessionPayload } from "../session/payload";
import type { Settings } from "../settings/shape";

/** What a member or a visit is called before it is hashed. */
export type Name =
  | { kind: "member"; iss: string; sub: string }
  | { kind: "username"; username: string }
  /** The claim `sid` of NATS's id_token: OpenID Connect Back-Channel Logout 1.0 section 2.1. */
  | { kind: "provider_session"; iss: string; sid: string };

/** A visit as the registry keeps it. Hashes are 22 characters; times in seconds since 1970. */
export interface Entry {
  member: string;
  visit: string;
  /** Hash of the username, under which NATS posts changes; absent without a username. */
  username?: string;
  /** Hash of NATS's own session, if its id_token named one. */
  providerSession?: string;
  /** When NATS told the username. */
  namedAt: number;
  begunAt: number;
  endsAt: number;
}

/**
 * Returns the hash of a name: HMAC-SHA-256 under a secret of the site, cut to 128 bits. Secrets are
 * bound to the origin, so sites that share one Redis do not meet.
 */
export function hashOf(name: Name, secret: string): string {
  const text = name.kind === "username" ? [name.username] : [name.iss, name.kind === "member" ? name.sub : name.sid];
  return keyed([name.kind, ...text], secret);
}

/** Returns the hash of any other text, for example of a logout token's `jti`. */
export function hashOfText(text: string, secret: string): string {
  return keyed(["text", text], secret);
}

function keyed(parts: readonly string[], secret: string): string {
  const digest = createHmac("sha256", secret)
    .update(`registry v1\n${JSON.stringify(parts)}`)
    .digest();
  return digest.subarray(0, 16).toString("base64url");
}

const entries = new WeakMap<SessionPayload, Map<string, Entry>>();

/** Returns the entry of a session under one secret. Computed once for a session object. */
export function entryOf(
  session: SessionPayload,
  secret: string,
  settings: Pick<Settings, "claims" | "session">,
): Entry {
  const known = entries.get(session) ?? new Map<string, Entry>();
  entries.set(session, known);
  const entry = known.get(secret) ?? newEntry(session, secret, settings);
  known.set(secret, entry);
  return entry;
}

function newEntry(
  session: SessionPayload,
  secret: string,
  { claims: names, session: { maxSeconds } }: Pick<Settings, "claims" | "session">,
): Entry {
  const { iss, sub, sid, claims, loginAt, checkedAt, exp, providerSid } = session;
  const username = claims.username ?? remoteUser(claims, names.remoteUser);
  return {
    member: hashOf({ kind: "member", iss, sub }, secret),
    visit: keyed(["visit", sid], secret),
    ...(username ? { username: hashOf({ kind: "username", username }, secret) } : {}),
    ...(providerSid ? { providerSession: hashOf({ kind: "provider_session", iss, sid: providerSid }, secret) } : {}),
    namedAt: checkedAt,
    begunAt: loginAt,
    endsAt: Math.min(exp, loginAt + maxSeconds),
  };
}
