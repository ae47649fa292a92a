/** What the browser may know of its member, through `useSession()`. */
import { browserClaims, type MemberClaims } from "../claims";

/** The claims on the allow-list in lib/claims.ts. */
export type BrowserMember = Pick<MemberClaims, (typeof browserClaims)[number]>;

/** The allow-listed claims of a member; tokens, identifiers and everything else stay on the server. */
export function browserMember(claims: MemberClaims): BrowserMember {
  return Object.fromEntries(
    browserClaims.filter((name) => claims[name] !== undefined).map((name) => [name, claims[name]]),
  );
}
