/** The decision both locks take: may this session pass a gate that requires a rule, and if not, why. */
import type { MemberClaims } from "../claims";
import { type Reason, refusal } from "./reasons";
import type { Rule } from "./rules";
import { type Gates, standingOf } from "./table";

/** Who is there, as far as the decision needs to know. */
export type Visitor = { kind: "none" } | { kind: "timed_out" } | { kind: "live"; session: { claims: MemberClaims } };

/** The reason to refuse, or null to let in. */
export function decide(require: Rule, visitor: Visitor, options: { expiredLogin: boolean }): Reason | null {
  if (visitor.kind === "live") return refusal(require, visitor.session.claims, options);
  return visitor.kind === "timed_out" ? "timed_out" : "signed_out";
}

/** The same for what stands before a canonical path: null, too, where no gate does. */
export function decideAt(
  table: Gates,
  path: string,
  visitor: Visitor,
  options: { expiredLogin: boolean },
): Reason | null {
  const standing = standingOf(table, path);
  return standing.kind === "gated" ? decide(standing.require, visitor, options) : null;
}
