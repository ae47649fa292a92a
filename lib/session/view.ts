/** What the browser may know of its member, through `useSession()`. */
import type { Session } from "next-auth";
import { browserClaims, type MemberClaims } from "../claims";

/** The claims on the allow-list in lib/claims.ts. */
export type BrowserMember = Pick<MemberClaims, (typeof browserClaims)[number]>;

/** The allow-listed claims of a member; tokens, identifiers and everything else stay on the server. */
export function browserMember(claims: MemberClaims): BrowserMember {
  return Object.fromEntries(
    browserClaims.filter((name) => claims[name] !== undefined).map((name) => [name, claims[name]]),
  );
}

/** A session as the browser gets it. `idleEndsAt` in seconds since 1970 becomes `expires`. */
export function browserSession({
  name,
  claims,
  idleEndsAt,
}: {
  name: string;
  claims: MemberClaims;
  idleEndsAt: number;
}): Session {
  return { user: { name }, member: browserMember(claims), expires: new Date(idleEndsAt * 1000).toISOString() };
}
