/** Verifies JWTs with NATS's signing keys, which come from its JWKS only. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyOptions, jwtVerify } from "jose";
import { z } from "zod";
import { fail } from "../failures";
import { parseJson } from "../http/json";
import type { Site } from "../site";
import { measuredCall } from "./call";
import { type LastGood, lastGood } from "./last-good";
import type { Metadata } from "./metadata";
import { textOf } from "./provider-fault";

/** Clock difference allowed in `exp`, `nbf` and `iat`. */
export const clockToleranceSeconds = 60;

const rsaKey = z.looseObject({ kty: z.literal("RSA"), n: z.string(), e: z.string() });
/** Entries that are malformed or of another type are left out: they must not stop every sign-in. */
const jwks = z.object({
  keys: z
    .array(z.unknown())
    .max(50)
    .transform((keys) => keys.flatMap((key) => rsaKey.safeParse(key).data ?? []))
    .refine((keys) => keys.length > 0),
});

/** Caches the key set: fresh for ten minutes, and usable for a day while NATS fails. */
export function keysOf(site: Site, metadata: LastGood<Metadata>): LastGood<JSONWebKeySet> {
  const load = async () => {
    const { jwks_uri } = await metadata.get();
    const headers = { accept: "application/json" };
    const parsed = jwks.safeParse(parseJson(textOf(await measuredCall(site, "keys", jwks_uri, { headers }))));
    if (!parsed.success) throw fail("provider_unreachable", "NATS's key set is malformed or has no RSA key");
    return parsed.data as JSONWebKeySet;
  };
  return lastGood(load, site.now, { fresh: 600, stale: 86_400, coolDown: 30 }, (error) =>
    site.log("warn", "keys", { outcome: "refresh_failed", reason: error instanceof Error ? error.message : "" }),
  );
}

/**
 * Verifies a JWT signed by NATS and returns its claims. `now` is in seconds.
 * Accepts RS256 only. Ignores keys that the token itself names (`jku`, `jwk`, `x5u`).
 * Throws jose's errors, or a coded error if there are no keys.
 * Source: RFC 7519 section 7.2, OpenID Connect Core section 3.1.3.7.
 */
export async function verifyJwt(
  jwt: string,
  keys: LastGood<JSONWebKeySet>,
  now: number,
  expected: Pick<JWTVerifyOptions, "issuer" | "audience" | "requiredClaims">,
): Promise<Record<string, unknown>> {
  const currentDate = new Date(now * 1000);
  const options = { ...expected, algorithms: ["RS256"], clockTolerance: clockToleranceSeconds, currentDate };
  const known = await keys.get();
  try {
    return await verifyWithSet(jwt, known, options);
  } catch (error) {
    // NATS's key id is a setting: a new key may have the old id, and only the signature fails.
    const mayBeNew =
      error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed;
    const newer = mayBeNew ? await keys.refresh() : known;
    if (newer === known) throw error;
    return verifyWithSet(jwt, newer, options);
  }
}

async function verifyWithSet(
  jwt: string,
  set: JSONWebKeySet,
  options: JWTVerifyOptions,
): Promise<Record<string, unknown>> {
  try {
    return (await jwtVerify(jwt, createLocalJWKSet(set), options)).payload;
  } catch (error) {
    // Not every OP sends the `kid` of OpenID Connect Core section 10.1, so each key is tried.
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const candidate of error) {
      try {
        return (await jwtVerify(jwt, candidate, options)).payload;
      } catch (inner) {
        if (!(inner instanceof errors.JWSSignatureVerificationFailed)) throw inner;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}
