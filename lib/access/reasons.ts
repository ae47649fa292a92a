/** Reasons why a gate refuses a request. */
import type { MemberClaims } from "../claims";
import { evaluate, type Rule } from "./rules";
import { type Gates, standingOf } from "./table";

/** Reasons to refuse a signed-in member. Each has its own words on the refusal page. */
export const refusals = ["trial", "expired", "never_joined", "unknown", "forbidden"] as const;

/** `unknown`: a claim is missing or odd. Do not offer to buy: the member may have paid. */
export type Refusal = (typeof refusals)[number];

/** All reasons. */
export const reasons = ["signed_out", "timed_out", ...refusals] as const;

/** Why a gate refuses a request. */
export type Reason = (typeof reasons)[number];

/** `expiredLogin`: NATS lets expired members sign in, so a missing status claim must not grant. */
type RefusalOptions = { expiredLogin: boolean };

/**
 * Returns why `claims` do not satisfy `rule`, or null if they do.
 * An inactive membership is refused first, whatever the rule.
 */
export function refusalOf(rule: Rule, claims: MemberClaims, { expiredLogin }: RefusalOptions): Refusal | null {
  const inactive = inactiveReason(claims.status, expiredLogin);
  if (inactive) return inactive;
  const truth = evaluate(rule, claims);
  if (truth === "yes") return null;
  return truth === "unknown" ? "unknown" : (trialReason(rule, claims) ?? "forbidden");
}

function inactiveReason(status: string | undefined, required: boolean): Refusal | null {
  if (status === undefined) return required ? "unknown" : null;
  if (status === "1") return null;
  if (status === "2") return "expired";
  return status === "0" ? "never_joined" : "unknown";
}

/** If a full membership would satisfy the rule, only a trial of "1" is told to upgrade. */
function trialReason(rule: Rule, claims: MemberClaims): Refusal | null {
  if (evaluate(rule, { ...claims, trial: "0" }) !== "yes") return null;
  return claims.trial === "1" ? "trial" : "unknown";
}

/** As `refusalOf`, for the gate of a canonical path. Returns null for paths without a gate. */
export function refusalAt(table: Gates, path: string, claims: MemberClaims, options: RefusalOptions): Refusal | null {
  const standing = standingOf(table, path);
  return standing.kind === "gated" ? refusalOf(standing.require, claims, options) : null;
}
