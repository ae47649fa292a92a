/** What a session holds, and its sealed form in the cookie. */
import { z } from "zod";
import { claimNames, type MemberClaims } from "../claims";
import { open, type Secrets, seal } from "./seal";

const second = z.int().nonnegative();

function declaredClaims(claims: Record<string, unknown>): MemberClaims {
  return Object.fromEntries(
    claimNames.filter((name) => claims[name] !== undefined).map((name) => [name, claims[name]]),
  );
}

const payload = z.object({
  /** Format version: a later format reads this one and nobody is signed out by a deploy. */
  v: z.literal(1),
  /** 128 random bits, new at every sign-in. */
  sid: z.string().length(22),
  iss: z.string().min(1),
  sub: z.string().min(1),
  /** Parsed when NATS sent them and sealed by us, so not parsed again; only names that are still declared come out. */
  claims: z.record(z.string(), z.unknown()).transform(declaredClaims),
  /** The access token, kept only when membership is rechecked. */
  token: z.string().min(1).optional(),
  loginAt: second,
  /** Last activity, coarse: rewritten when a twentieth of the idle limit has passed, or a minute. */
  seenAt: second,
  /** When NATS last answered about the claims, and when it was last asked. */
  checkedAt: second,
  triedAt: second,
  /** Absolute end: no activity moves it. */
  exp: second,
});

/** A session's content; times in seconds since 1970. Identity is `iss` + `sub`, never the username: members are renamed. */
export type SessionPayload = z.output<typeof payload>;

/** Seals a session for its cookie. */
export function sealSession(session: SessionPayload, secrets: Secrets): Promise<string> {
  return seal("session", session, secrets);
}

/** Opens a session cookie's value; null when it is not one of ours. Says nothing of its time limits. */
export async function openSession(sealed: string, secrets: Secrets): Promise<SessionPayload | null> {
  const parsed = payload.safeParse(await open("session", sealed, secrets));
  return parsed.success ? parsed.data : null;
}

/** The member's name, Apache's REMOTE_USER: the claim that OIDC_REMOTE_USER_CLAIM names; "" when it is missing or no text. */
export function remoteUser(claims: SessionPayload["claims"], claim: string): string {
  const value: unknown = Reflect.get(claims, claim);
  return typeof value === "string" ? value.trim() : "";
}
