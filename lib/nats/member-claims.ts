/** From what NATS sends to the claims the site knows. */
import { claimNames, type MemberClaims, memberClaims } from "../claims";
import type { Settings } from "../settings/shape";

type Raw = Readonly<Record<string, unknown>>;

/** Userinfo laid over the id_token; the protocol's own claims come from the id_token alone. */
export function mergeClaims(idToken: Raw, userinfo: Raw): Raw {
  const merged: Record<string, unknown> = { ...idToken, ...userinfo };
  for (const name of ["iss", "sub", "aud", "exp", "iat", "nonce"]) merged[name] = idToken[name];
  return merged;
}

/**
 * The declared claims among `raw`. Each stands alone: one that does not fit the schema counts as missing and spoils no other. The claim
 * that `NATS_STATUS_CLAIM` names becomes `status`.
 */
export function memberClaimsOf(raw: Raw, { status }: Pick<Settings["claims"], "status">): MemberClaims {
  const fitting: Record<string, unknown> = {};
  for (const name of claimNames) {
    const source = name === "status" ? status : name;
    const parsed = memberClaims.shape[name].safeParse(Object.hasOwn(raw, source) ? raw[source] : undefined);
    if (parsed.success && parsed.data !== undefined) fitting[name] = parsed.data;
  }
  return fitting as MemberClaims; // Every declared claim is optional: readSettings sees to it.
}
