// Builds the claims about a member, for the id_token and for userinfo, as the switches select.
import type { NatsMember } from "./members";
import { overridden } from "./overrides";
import { sha256 } from "./state";
import type { Switches } from "./switches";

/** Returns `sub`: always a string (inferred), in the form that `subForm` selects (unknown). */
export function subject(member: NatsMember, switches: Switches): string {
  const forms = {
    memberId: member.memberid,
    opaque: sha256(`subject ${member.memberid}`).slice(0, 32),
    username: member.username,
  };
  return forms[switches.subForm];
}

/**
 * Returns the claims of userinfo. `sub` and `username` are always there. MEMBER_OPENID_BASE_INFO
 * adds trial, e-mail and status. MEMBER_OPENID_EXPIRED_LOGIN alone adds the status, too, because a
 * site cannot distinguish expired members without it. Unknown: which option of NATS sends it.
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

/** Returns `aud`, and `azp` if there are several audiences (OpenID Connect Core 1.0, section 2). */
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
