/**
 * The rows of the verdict tables: how the look-alike behaves in a sign-in, and how Apache and the
 * product react to it.
 */
import type { FaultTable, Switches } from "../../nats/server";

/** How the look-alike behaves, which member signs in, and at which page. */
export interface Scenario {
  faults?: FaultTable;
  /** With switches, Apache and the product are restarted, because both cache metadata and keys. */
  switches?: Partial<Switches>;
  /** Claims added to the member's userinfo. */
  claims?: Record<string, unknown>;
  /** Default: fiona, an active full member. */
  member?: string;
  /** "members" (default): `Require valid-user`. "full": `Require claim trial:0`. */
  gate?: "members" | "full";
  /** Whether Apache and the product demand signed userinfo. */
  requireSigned?: boolean;
}

/** A scenario and its two expected outcomes. */
export interface Row extends Scenario {
  name: string;
  /** "in", or a text from Apache's error log or page that names the reason of the refusal. */
  apache: string;
  /** "in", or the code of the failed sign-in, or the gate's reason. */
  product: string;
  /** Why the product refuses what Apache accepts. */
  stricter?: string;
  /** Why the product accepts what Apache refuses. */
  laxer?: string;
}

/** The expected outcomes of a row. */
export type Verdict = Pick<Row, "apache" | "product" | "stricter" | "laxer">;

/** Returns how the product compares with Apache in this row. */
export function comparison({ apache, product }: Row): "same" | "stricter" | "laxer" {
  if ((apache === "in") === (product === "in")) return "same";
  return product === "in" ? "laxer" : "stricter";
}

/** The outcome of both if NATS shows an error page instead of the login page. */
export const stoppedAtNats = "stopped at NATS";
