/** Yours: what the site knows of a member. Claims that are not declared here are dropped. */
import { z } from "zod";

/** Text, or a whole number, which becomes text: NATS may send `0` or `"0"` for the same thing. */
const scalar = z.union([z.string().max(256), z.int().transform(String)]);

/**
 * Declares the claims. A value of another type counts as missing, and a missing claim never grants.
 * - `trial`: "0" full member, "1" trial member. Needs MEMBER_OPENID_BASE_INFO in NATS.
 * - `status`: "0" never joined, "1" active, "2" expired. NATS_STATUS_CLAIM sets its name at NATS.
 */
export const memberClaims = z.object({
  username: scalar.optional(),
  trial: scalar.optional(),
  status: scalar.optional(),
  email: z.string().max(256).optional(),
});

/** A member's claims in pages and gates. */
export type MemberClaims = z.output<typeof memberClaims>;

/** The claims that `useSession()` returns in the browser. */
export const browserClaims = ["username", "trial", "status"] as const satisfies readonly (keyof MemberClaims)[];

/** The names of all declared claims. */
export const claimNames = Object.keys(memberClaims.shape) as [keyof MemberClaims, ...(keyof MemberClaims)[]];
