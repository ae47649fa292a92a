/** Reads userinfo, which NATS sends as plain JSON or as a signed JWT. */
import { errors, type JSONWebKeySet } from "jose";
import { codedErrorIn, fail } from "../failures";
import { parseJson } from "../http/json";
import type { Site } from "../site";
import { callNats } from "./contact";
import { wrongIssuer } from "./id-token";
import { verifyJwt } from "./keys";
import type { LastGood } from "./last-good";
import type { Metadata } from "./metadata";
import { textOf } from "./provider-fault";

type Claims = Record<string, unknown>;

/**
 * `revoked`: the token is no longer valid, because the member is banned or has expired.
 * `other_member`: the token now belongs to another member.
 */
type UserinfoAnswer = { kind: "claims"; claims: Claims } | { kind: "revoked" | "other_member" };

/**
 * Reads userinfo with an access token. `sub` is the id_token's.
 * Verifies signed responses; rejects unsigned ones if the settings require a signature.
 * Throws `not_listed`, `provider_unreachable` or `bad_userinfo`.
 * Source: OpenID Connect Core section 5.3.
 */
export async function readUserinfo(
  site: Site,
  { issuer, userinfo_endpoint }: Metadata,
  keys: LastGood<JSONWebKeySet>,
  { token, sub }: { token: string; sub: string },
): Promise<UserinfoAnswer> {
  const { client, provider } = site.settings;
  const headers = { authorization: `Bearer ${token}`, accept: "application/json, application/jwt" };
  const answer = await callNats(site, "userinfo", userinfo_endpoint, { headers });
  if ("status" in answer && answer.status === 401) return { kind: "revoked" };
  const body = textOf(answer).trim();
  // NATS may send a JWT as text/html or application/json, so the shape decides.
  const claims = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(body)
    ? await verifySigned(body, keys, { issuer, clientId: client.id, now: site.now() })
    : parseUnsigned(body, provider.userinfoSigned);
  if (typeof claims.sub !== "string") throw fail("bad_userinfo", "sub is missing");
  return claims.sub === sub ? { kind: "claims", claims } : { kind: "other_member" };
}

function parseUnsigned(body: string, mustBeSigned: boolean): Claims {
  const value = parseJson(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fail("bad_userinfo", "not an object");
  if ("error" in value) throw fail("bad_userinfo", "an error beside the claims");
  if (mustBeSigned) throw fail("bad_userinfo", "not signed, but signing is required");
  return value as Claims;
}

/** Checks `iss`, `aud` and `exp` only if present: OpenID Connect Core section 5.3.2. */
async function verifySigned(
  jwt: string,
  keys: LastGood<JSONWebKeySet>,
  { issuer, clientId, now }: { issuer: string; clientId: string; now: number },
): Promise<Claims> {
  const claims = await verifyJwt(jwt, keys, now, {}).catch((error: unknown) => {
    throw codedErrorIn(error) ?? fail("bad_userinfo", error instanceof errors.JOSEError ? error.code : "unreadable");
  });
  if (claims.iss !== undefined && claims.iss !== issuer) {
    throw fail("bad_userinfo", wrongIssuer(issuer, claims.iss));
  }
  if (claims.aud !== undefined && ![claims.aud].flat().includes(clientId)) {
    throw fail("bad_userinfo", "aud is not the client id");
  }
  return claims;
}
