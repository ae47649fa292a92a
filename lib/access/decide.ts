/** Decides by path: which gate stands before it, and why that gate refuses a signed-in member. */
import type { MemberClaims } from "../claims";
import { type Refusal, refusalOf } from "./reasons";
import { type Gates, standingOf } from "./table";

/**
 * Returns why the gate before a canonical path refuses a signed-in member with these claims.
 * Returns null if it lets the member in, or if no gate stands there.
 */
export function refusalAt(
  table: Gates,
  path: string,
  claims: MemberClaims,
  options: { expiredLogin: boolean },
): Refusal | null {
  const standing = standingOf(table, path);
  return standing.kind === "gated" ? refusalOf(standing.require, claims, options) : null;
}
