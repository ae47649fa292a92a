/** Turns what NATS sends into the claims that lib/claims.ts declares. */
import { claimNames, type MemberClaims, memberClaims } from "../claims";
import type { Settings } from "../settings/shape";

type RawClaims = Readonly<Record<string, unknown>>;

/** Lays userinfo over the id_token. The protocol's own claims are taken from the id_token only. */
export function mergeClaims(idToken: RawClaims, userinfo: RawClaims): RawClaims {
  const { iss, sub, aud, exp, iat, nonce } = idToken;
  return { ...idToken, ...userinfo, iss, sub, aud, exp, iat, nonce };
}

/**
 * Parses the declared claims one by one. A claim that does not fit the schema counts as missing.
 * `status` is read from the claim that NATS_STATUS_CLAIM names.
 */
export function memberClaimsOf(raw: RawClaims, { status }: Pick<Settings["claims"], "status">): MemberClaims {
  const fitting: Record<string, unknown> = {};
  for (const name of claimNames) {
    const source = name === "status" ? status : name;
    const parsed = memberClaims.shape[name].safeParse(Object.hasOwn(raw, source) ? raw[source] : undefined);
    if (parsed.success && parsed.data !== undefined) fitting[name] = parsed.data;
  }
  return fitting as MemberClaims; // readSettings rejects a schema with required claims.
}
