/** What a session holds, and its sealed form. */
import { z } from "zod";
import { claimNames, type MemberClaims } from "../claims";
import { fitsHeader } from "../http/headers";
import { open, type Secrets, seal } from "./seal";

const second = z.int().nonnegative();

const payload = z.object({
  /** Format version. A later format will read this one, so that a deploy signs out no member. */
  v: z.literal(1),
  /** 128 random bits, new at each sign-in. */
  sid: z.string().length(22),
  iss: z.string().min(1),
  sub: z.string().min(1),
  /** Validated before they were sealed. A claim that is no longer declared is dropped. */
  claims: z.record(z.string(), z.unknown()).transform(declaredClaims),
  /** The access token; absent if membership is never rechecked. */
  token: z.string().min(1).optional(),
  loginAt: second,
  /** Last activity, coarse: see `needsRoll`. */
  seenAt: second,
  /** When NATS last confirmed the claims, and when it was last asked. */
  checkedAt: second,
  triedAt: second,
  /** Absolute end. Activity does not move it. */
  exp: second,
  /** The member's latest change at NATS that these claims know of: see lib/registry/. */
  change: z.string().optional(),
  /** NATS's own session, if its id_token named one (`sid`). A logout token can name it. */
  providerSid: z.string().max(255).optional(),
});

/**
 * The content of a session; times in seconds since 1970. `iss` and `sub` identify the member. The
 * username does not: it can change.
 */
export type SessionPayload = z.output<typeof payload>;

/** Seals a session for its cookie. Only lib/session/write.ts calls it. */
export function sealSession(session: SessionPayload, secrets: Secrets): Promise<string> {
  return seal("session", session, secrets);
}

/** Opens a session cookie; null if this site did not seal it. Ignores time limits. */
export async function openSession(sealed: string, secrets: Secrets): Promise<SessionPayload | null> {
  const parsed = payload.safeParse(await open("session", sealed, secrets));
  return parsed.success ? parsed.data : null;
}

/**
 * Returns the text of the claim that names the member (Apache's REMOTE_USER). Returns "" if it is
 * missing, or if a header would change it: two members could then have one name.
 */
export function remoteUser(claims: MemberClaims, claim: string): string {
  const value: unknown = Reflect.get(claims, claim);
  return typeof value === "string" && fitsHeader(value) ? value : "";
}

function declaredClaims(claims: Record<string, unknown>): MemberClaims {
  return Object.fromEntries(
    claimNames.filter((name) => claims[name] !== undefined).map((name) => [name, claims[name]]),
  );
}
