/** Userinfo: asked with the access token, plain JSON or a signed JWT, recognised by its shape. */
import { errors, type JSONWebKeySet } from "jose";
import { codedErrorIn, fail } from "../failures";
import { boundedFetch } from "../http/bounded-fetch";
import { parseJson } from "../http/json";
import type { Site } from "../site";
import { noteContact } from "./contact";
import { verifyJwt } from "./keys";
import type { LastGood } from "./last-good";
import type { Metadata } from "./metadata";
import { textOf } from "./provider-fault";

/**
 * What NATS said: the claims; `revoked`, the token is no longer good (member banned or expired); `other_member`, the token now stands
 * for somebody else.
 */
export type UserinfoAnswer = { kind: "claims"; claims: Record<string, unknown> } | { kind: "revoked" | "other_member" };

/**
 * Reads userinfo for the access token of `sub` (OpenID Connect Core section 5.3). A signed answer is verified; an unsigned one is refused
 * when the settings require signing. `sub` must be the id_token's. Throws `not_listed`, `provider_unreachable` or `bad_userinfo`.
 */
export async function readUserinfo(
  site: Site,
  metadata: Metadata,
  keys: LastGood<JSONWebKeySet>,
  { token, sub }: { token: string; sub: string },
): Promise<UserinfoAnswer> {
  const answer = await boundedFetch(site.fetch, metadata.userinfo_endpoint, {
    headers: { authorization: `Bearer ${token}`, accept: "application/json, application/jwt" },
  });
  noteContact(answer, site);
  if ("status" in answer && answer.status === 401) return { kind: "revoked" };
  const claims = await parseUserinfo(textOf(answer).trim(), site, metadata, keys);
  if (typeof claims.sub !== "string") throw fail("bad_userinfo", "sub is missing");
  if (claims.sub !== sub) return { kind: "other_member" };
  return { kind: "claims", claims };
}

async function parseUserinfo(
  body: string,
  site: Site,
  metadata: Metadata,
  keys: LastGood<JSONWebKeySet>,
): Promise<Record<string, unknown>> {
  // NATS may send a JWT as text/html or application/json: the shape decides, not the content type.
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(body)) return verifySigned(body, site, metadata, keys);
  const value = parseJson(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fail("bad_userinfo", "not an object");
  if ("error" in value) throw fail("bad_userinfo", "an error beside the claims");
  if (site.settings.provider.userinfoSigned) throw fail("bad_userinfo", "not signed, but signing is required");
  return value as Record<string, unknown>;
}

/** `iss`, `aud` and `exp` may be absent from a signed answer; where they are present they must fit (OpenID Connect Core section 5.3.2). */
async function verifySigned(
  jwt: string,
  site: Site,
  metadata: Metadata,
  keys: LastGood<JSONWebKeySet>,
): Promise<Record<string, unknown>> {
  const claims = await verifyJwt(jwt, keys, site.now(), {}).catch((error: unknown) => {
    throw codedErrorIn(error) ?? fail("bad_userinfo", error instanceof errors.JOSEError ? error.code : "unreadable");
  });
  if (claims.iss !== undefined && claims.iss !== metadata.issuer) throw fail("bad_userinfo", "iss is not the issuer");
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (claims.aud !== undefined && !audiences.includes(site.settings.client.id)) {
    throw fail("bad_userinfo", "aud is not the client id");
  }
  return claims;
}
