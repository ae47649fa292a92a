/** NATS's signing keys: from its JWKS only, cached, fetched again once when a token names a key we have not seen. */
import {
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import { z } from "zod";
import { fail } from "../failures";
import { boundedFetch } from "../http/bounded-fetch";
import { parseJson } from "../http/json";
import type { Site } from "../site";
import { type LastGood, lastGood } from "./last-good";
import type { Metadata } from "./metadata";
import { textOf } from "./provider-fault";

/** Clock difference forgiven in `exp`, `nbf` and `iat`, in seconds. */
const clockTolerance = 60;

const jwks = z.object({
  keys: z
    .array(z.looseObject({ kty: z.string() }))
    .min(1)
    .max(50),
});

/** The key set of a site's NATS: ten minutes fresh, a day usable while NATS fails, 30 seconds between early fetches. */
export function keysOf(site: Site, metadata: LastGood<Metadata>): LastGood<JSONWebKeySet> {
  const load = async () => {
    const { jwks_uri } = await metadata.get();
    const headers = { accept: "application/json" };
    const parsed = jwks.safeParse(parseJson(textOf(await boundedFetch(site.fetch, jwks_uri, { headers }))));
    if (!parsed.success) throw fail("provider_unreachable", "the key set cannot be read");
    return parsed.data as JSONWebKeySet;
  };
  return lastGood(load, site.now, { fresh: 600, stale: 86_400, coolDown: 30 }, (error) =>
    site.log("warn", "keys", { outcome: "refresh_failed", reason: error instanceof Error ? error.message : "" }),
  );
}

/**
 * The verified claims of a JWT signed by NATS. RS256 only; keys named inside the token (`jku`, `jwk`, `x5u`) are ignored. Throws jose's
 * errors, or ours when there are no keys. `now` in seconds. Source: RFC 7519 section 7.2, OpenID Connect Core section 3.1.3.7.
 */
export async function verifyJwt(
  jwt: string,
  keys: LastGood<JSONWebKeySet>,
  now: number,
  options: Pick<JWTVerifyOptions, "issuer" | "audience" | "requiredClaims">,
): Promise<Record<string, unknown>> {
  const verify = (set: JSONWebKeySet) =>
    verifyWithSet(jwt, set, { ...options, algorithms: ["RS256"], clockTolerance, currentDate: new Date(now * 1000) });
  const atHand = await keys.get();
  try {
    return await verify(atHand);
  } catch (error) {
    // A key may also change under its name: NATS's key id is a setting.
    const stale = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed;
    if (!stale) throw error;
    const newer = await keys.renew();
    if (newer === atHand) throw error;
    return verify(newer);
  }
}

async function verifyWithSet(
  jwt: string,
  set: JSONWebKeySet,
  options: JWTVerifyOptions,
): Promise<Record<string, unknown>> {
  const key = createLocalJWKSet(set);
  try {
    return (
      await jwtVerify(jwt, (header: JWSHeaderParameters, token: FlattenedJWSInput) => key(header, token), options)
    ).payload;
  } catch (error) {
    // A token without `kid` and several keys that fit: each is tried (OpenID Connect Core section 10.1 asks for kid, not every OP sends it).
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
