/** Why a gate refuses: the closed set of reasons, and which one holds for a signed-in member. */
import type { MemberClaims } from "../claims";
import { evaluate, type Rule } from "./rules";
import { type Gates, standingOf } from "./table";

/** Every reason a gate can have. `unknown`: a needed claim is missing or odd, so nobody is told to buy again by mistake. */
export const reasons = ["signed_out", "timed_out", "trial", "expired", "never_joined", "unknown", "forbidden"] as const;

/** Why a gate refuses. */
export type Reason = (typeof reasons)[number];

/** The reasons that hold for somebody signed in; each has words on the refusal page. */
export const refusals = ["trial", "expired", "never_joined", "unknown", "forbidden"] as const satisfies Reason[];

/** Why a signed-in member is refused. */
export type Refusal = (typeof refusals)[number];

/**
 * Why `claims` do not satisfy a gate that requires `rule`, or null when they do. Membership comes first: it must be active for
 * every rule. With `expiredLogin` (NATS lets expired members in) the status claim must be there; without, it is checked when present.
 */
export function refusalOf(
  rule: Rule,
  claims: MemberClaims,
  { expiredLogin }: { expiredLogin: boolean },
): Refusal | null {
  const inactive = inactiveReason(claims.status, expiredLogin);
  if (inactive) return inactive;
  const truth = evaluate(rule, claims);
  if (truth === "yes") return null;
  if (truth === "unknown") return "unknown";
  return trialReason(rule, claims) ?? "forbidden";
}

function inactiveReason(status: string | undefined, required: boolean): Refusal | null {
  if (status === undefined) return required ? "unknown" : null;
  if (status === "1") return null;
  if (status === "2") return "expired";
  return status === "0" ? "never_joined" : "unknown";
}

/** When a full membership would open the gate, `trial` is to blame: "1" means upgrade, anything else we do not understand. */
function trialReason(rule: Rule, claims: MemberClaims): Refusal | null {
  if (evaluate(rule, { ...claims, trial: "0" }) !== "yes") return null;
  return claims.trial === "1" ? "trial" : "unknown";
}

/** The same for the gate before a canonical path; null, too, if no gate stands there. */
export function refusalAt(
  table: Gates,
  path: string,
  claims: MemberClaims,
  options: { expiredLogin: boolean },
): Refusal | null {
  const standing = standingOf(table, path);
  return standing.kind === "gated" ? refusalOf(standing.require, claims, options) : null;
}
