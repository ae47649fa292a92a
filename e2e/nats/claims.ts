// What the look-alike says about a member: the claims of the id_token and of userinfo, under the switches.
import type { NatsMember } from "./members";
import { overridden } from "./overrides";
import { sha256 } from "./state";
import type { Switches } from "./switches";

/** The subject: always a string (inferred), in the form of the switch (unknown). */
export function subject(member: NatsMember, switches: Switches): string {
  const forms = {
    memberId: member.memberid,
    opaque: sha256(`subject ${member.memberid}`).slice(0, 32),
    username: member.username,
  };
  return forms[switches.subForm];
}

/**
 * The claims of userinfo: sub and username always; trial, e-mail and status with MEMBER_OPENID_BASE_INFO. Status also
 * comes with MEMBER_OPENID_EXPIRED_LOGIN alone, since it is what tells the expired apart (which option sends it: unknown).
 */
export function userinfoClaims(member: NatsMember, switches: Switches): Record<string, unknown> {
  const value = (text: string) => (switches.valueTypes === "numbers" && /^\d+$/.test(text) ? Number(text) : text);
  const claims: Record<string, unknown> = { sub: subject(member, switches), username: member.username };
  const trial = member.trial === 1 ? switches.trialValue : "0";
  if (switches.MEMBER_OPENID_BASE_INFO) {
    if (trial !== null) claims.trial = value(trial);
    if (switches.emailClaim === "withBaseInfo") claims.email = member.email;
  }
  if (switches.statusClaim !== null && (switches.MEMBER_OPENID_BASE_INFO || switches.MEMBER_OPENID_EXPIRED_LOGIN)) {
    claims[switches.statusClaim] = value(String(member.status));
  }
  return overridden(claims, member.claims);
}

/** `aud`, with `azp` where the form needs it (OpenID Connect Core 1.0, section 2). */
export function audience(clientId: string, switches: Switches): Record<string, unknown> {
  const other = "another-members-area";
  const forms = {
    joined: { aud: clientId },
    array: { aud: [clientId] },
    arrayWithOther: { aud: [clientId, other], azp: clientId },
    arrayWithOtherNoAzp: { aud: [clientId, other] },
    split: { aud: clientId.split(",") },
  };
  return forms[switches.audForm];
}
