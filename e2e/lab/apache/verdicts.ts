/** What a row of the verdict tables says: what is planted in the look-alike, and what Apache and our product make of it. */
import type { FaultTable, Switches } from "../../nats/server";

/** What is planted, who signs in, and where to. */
export interface Plant {
  faults?: FaultTable;
  /** Also the sign that both sides must start afresh: they keep the document and the keys. */
  switches?: Partial<Switches>;
  /** Claims laid over the member's userinfo. */
  claims?: Record<string, unknown>;
  /** fiona, an active full member, unless named. */
  member?: string;
  /** The tree of `Require valid-user` unless "full", that of `Require claim trial:0`. */
  gate?: "members" | "full";
  /** Whether both sides demand signed userinfo. */
  requireSigned?: boolean;
}

/** One row. */
export interface Row extends Plant {
  name: string;
  /** "in", or words by which Apache (its error log, else its page) shows that it refused for this very reason. */
  apache: string;
  /** "in", or the code of the failed sign-in, or the reason at the gate. */
  product: string;
  /** Why we refuse what Apache lets in. */
  stricter?: string;
  /** Why we let in what Apache refuses. */
  laxer?: string;
}

/** "same", "stricter" or "laxer", as the row's two verdicts compare. */
export function comparison({ apache, product }: Row): "same" | "stricter" | "laxer" {
  if ((apache === "in") === (product === "in")) return "same";
  return product === "in" ? "laxer" : "stricter";
}

/** Both verdicts when neither side gets as far as a login page, because NATS shows a page of its own. */
export const stoppedAtNats = "stopped at NATS";
