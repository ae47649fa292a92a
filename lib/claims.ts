/** Yours: the claims of a member that the site knows. A claim not named here never enters a session. */
import { z } from "zod";

/** A string, or a whole number as its decimal string, as PHP pages saw it: `0` and `"0"` are one value. */
const scalar = z.union([z.string().max(256), z.int().transform(String)]);

/**
 * The schema of a member's claims. A value that does not fit counts as missing, and missing never grants.
 * - `trial`: "0" full member, "1" trial (MEMBER_OPENID_BASE_INFO must be on in NATS)
 * - `status`: "0" never joined, "1" active, "2" expired; read from the claim that NATS_STATUS_CLAIM names
 */
export const memberClaims = z.object({
  username: z.string().max(256).optional(),
  trial: scalar.optional(),
  status: scalar.optional(),
  email: z.string().max(256).optional(),
});

/** A member's claims as pages, rules and `useSession()` see them. */
export type MemberClaims = z.output<typeof memberClaims>;

/** Claims that may reach the browser through `useSession()`. Tokens never do. */
export const browserClaims = ["username", "trial", "status"] as const satisfies readonly (keyof MemberClaims)[];

/** The names of all declared claims. */
export const claimNames = Object.keys(memberClaims.shape) as [keyof MemberClaims, ...(keyof MemberClaims)[]];
