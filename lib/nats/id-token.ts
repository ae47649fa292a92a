/** The id_token: its signature and everything next-auth leaves unchecked. */
import { base64url, errors, type JSONWebKeySet } from "jose";
import { z } from "zod";
import { codedErrorIn, fail } from "../failures";
import { verifyJwt } from "./keys";
import type { LastGood } from "./last-good";

/** Seconds since 1970; RFC 7519 section 2 allows fractions. */
const second = z.number().positive().max(99_999_999_999);

const idTokenClaims = z.looseObject({
  sub: z.string().min(1).max(255),
  exp: second,
  iat: second,
  nonce: z.string(),
  azp: z.string().optional(),
  at_hash: z.string().optional(),
});

/** What the token must fit. `now` in seconds. */
export interface IdTokenExpectations {
  issuer: string;
  clientId: string;
  nonce: string;
  accessToken: string;
  now: number;
}

/** The claims of a verified id_token. */
export type IdTokenClaims = z.output<typeof idTokenClaims>;

/**
 * Verifies an id_token by OpenID Connect Core section 3.1.3.7. The audience is the whole client id (a list of Site IDs is one opaque
 * string); several audiences need `azp`, which is stricter than Apache. Throws `bad_token`, `clock`, or a failure to get keys.
 */
export async function verifyIdToken(
  jwt: string,
  keys: LastGood<JSONWebKeySet>,
  { issuer, clientId, nonce, accessToken, now }: IdTokenExpectations,
): Promise<IdTokenClaims> {
  const payload = await verifyJwt(jwt, keys, now, {
    issuer,
    audience: clientId,
    requiredClaims: ["iss", "sub", "aud", "exp", "iat", "nonce"],
  }).catch((error: unknown) => {
    throw tokenFailure(error);
  });
  const parsed = idTokenClaims.safeParse(payload);
  if (!parsed.success) throw fail("bad_token", `${parsed.error.issues[0]?.path.join(".")} is malformed`);
  const claims = parsed.data;
  if (claims.nonce !== nonce) throw fail("bad_token", "nonce is not the one sent");
  const several = Array.isArray(payload.aud) && payload.aud.length > 1;
  if (claims.azp !== undefined ? claims.azp !== clientId : several) throw fail("bad_token", "azp is not the client id");
  if (claims.at_hash !== undefined && claims.at_hash !== (await leftHalfHash(accessToken))) {
    throw fail("bad_token", "at_hash is not the access token's");
  }
  // Apache allows 600 seconds either way for iat; a code lives a minute, so an older token is a clock that is wrong.
  if (Math.abs(now - claims.iat) > 600) throw fail("clock", `iat is ${claims.iat - now} seconds from now`);
  return claims;
}

/** The left half of a SHA-256, as `at_hash` has it: OpenID Connect Core section 3.1.3.6. */
async function leftHalfHash(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return base64url.encode(new Uint8Array(digest).subarray(0, 16));
}

/** Our failure for an error of jose; only its code and the claim's name are told, never the token. */
function tokenFailure(error: unknown): Error {
  const coded = codedErrorIn(error);
  if (coded) return coded;
  if (error instanceof errors.JWTExpired) return fail("clock", "exp is in the past");
  if (error instanceof errors.JWTClaimValidationFailed) {
    const off = error.reason === "check_failed" && (error.claim === "iat" || error.claim === "nbf");
    return fail(off ? "clock" : "bad_token", `${error.claim}: ${error.reason}`);
  }
  return fail("bad_token", error instanceof errors.JOSEError ? error.code : "unreadable");
}
