/** Verifies the id_token: its signature, and the claims that next-auth does not check. */
import { base64url, errors, type JSONWebKeySet } from "jose";
import { z } from "zod";
import { codedErrorIn, fail } from "../failures";
import { verifyJwt } from "./keys";
import type { LastGood } from "./last-good";

/** Seconds, with fractions (RFC 7519 section 2, NumericDate). The limit rejects milliseconds. */
export const numericDate = z.number().positive().max(99_999_999_999);

/**
 * Longest time since a token's `iat`, in seconds. A code lives a minute, and a logout token is sent
 * at once. So with an older one a clock is wrong. Apache allows as much.
 */
export const maxTokenAgeSeconds = 600;

const idTokenClaims = z.looseObject({
  sub: z.string().min(1).max(255),
  exp: numericDate,
  iat: numericDate,
  nonce: z.string(),
  azp: z.string().optional(),
  at_hash: z.string().optional(),
  /** NATS's own session: Back-Channel Logout 1.0 section 2.1. An odd one is left out. */
  sid: z.string().min(1).max(255).optional().catch(undefined),
});

/** The claims of a verified id_token. */
export type IdTokenClaims = z.output<typeof idTokenClaims>;

/**
 * Verifies an id_token. `now` is in seconds. Throws `bad_token`, `clock`, or why there are no keys.
 * The audience is the whole client id, because a list of Site IDs is one opaque string. Several
 * audiences need `azp`, which is stricter than Apache.
 * Source: OpenID Connect Core section 3.1.3.7.
 */
export async function verifyIdToken(
  jwt: string,
  keys: LastGood<JSONWebKeySet>,
  expected: { issuer: string; clientId: string; nonce: string; accessToken: string; now: number },
): Promise<IdTokenClaims> {
  const { issuer, clientId, nonce, accessToken, now } = expected;
  const requiredClaims = ["iss", "sub", "aud", "exp", "iat", "nonce"];
  const payload = await verifyJwt(jwt, keys, now, { audience: clientId, requiredClaims }).catch(rethrowTokenError);
  if (payload.iss !== issuer) throw fail("bad_token", wrongIssuer(issuer, payload.iss));
  const { data: claims, error } = idTokenClaims.safeParse(payload);
  if (!claims) throw fail("bad_token", `${error.issues[0]?.path.join(".")} is malformed`);
  if (claims.nonce !== nonce) throw fail("bad_token", "nonce is not the one sent");
  const several = Array.isArray(payload.aud) && payload.aud.length > 1;
  if (claims.azp !== undefined ? claims.azp !== clientId : several) throw fail("bad_token", "azp is not the client id");
  if (claims.at_hash !== undefined && claims.at_hash !== (await leftHalfHash(accessToken))) {
    throw fail("bad_token", "at_hash is not the access token's");
  }
  if (Math.abs(now - claims.iat) > maxTokenAgeSeconds)
    throw fail("clock", `iat is ${claims.iat - now} seconds from now`);
  return claims;
}

/** Says which issuer was expected and which came; a setting may have to be corrected. */
export function wrongIssuer(expected: string, came: unknown): string {
  return `iss is ${JSON.stringify(came)?.slice(0, 200)} instead of ${expected}`;
}

/** Computes `at_hash`: OpenID Connect Core section 3.1.3.6. */
async function leftHalfHash(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return base64url.encode(new Uint8Array(digest).subarray(0, 16));
}

/** Throws a coded error for an error of jose. Its detail must never quote the token. */
export function rethrowTokenError(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw fail("clock", "exp is in the past");
  if (error instanceof errors.JWTClaimValidationFailed) {
    const clockIsOff = error.reason === "check_failed" && (error.claim === "iat" || error.claim === "nbf");
    throw fail(clockIsOff ? "clock" : "bad_token", `${error.claim}: ${error.reason}`);
  }
  throw codedErrorIn(error) ?? fail("bad_token", error instanceof errors.JOSEError ? error.code : "unreadable");
}
