/** What pages import: the guard, the member, and links made for the member. */
import { cookies } from "next/headers";
import { type Scheme, schemeOf } from "./answers/scheme";
import * as media from "./media/signed-links/links";
import { type MembershipLinks, membershipLinksFor } from "./nats/links";
import { schemeCookieName } from "./session/cookies";
import { tokenFor } from "./session/sign-out-token";
import type { Member } from "./session/view";
import { site } from "./site";

export { endedBy, getMember, openVisits, recheckChanged, requireMember } from "./locks/guard";
export type { MembershipLinks } from "./nats/links";
export type { Visit } from "./registry/registry";
export type { EndedBy } from "./registry/visit";
export type { Member } from "./session/view";

/** Returns links into NATS's join pages. A link that is not configured is absent. */
export function membershipLinks(member?: Member | null): MembershipLinks {
  return membershipLinksFor(site().settings.links, member?.claims.username);
}

/** Returns the token for `<LogoutButton>`: browsers that vouch for no form can then sign out. */
export function signOutToken(member: Member): Promise<string> {
  return tokenFor(member, site().settings.secrets);
}

/** Returns the member's choice between light and dark. Without one, pages look like the device. */
export async function chosenScheme(): Promise<Scheme | undefined> {
  return schemeOf((await cookies()).get(schemeCookieName(site().settings))?.value);
}

/** Returns the address of a gated file. Throws if the member may not see it. */
export async function mediaUrl(path: string, member: Member): Promise<string> {
  return media.mediaUrlFor(path, member, site());
}

/** Returns the address of a gated file and when it ends, or why there is none. */
export function mediaLink(path: string, member: Member): media.MediaLink | media.NoMediaLink {
  return media.mediaLinkFor(path, member, site());
}

/** Returns the cookies that open a folder at the CDN. Throws if the member may not enter it. */
export async function mediaCookies(prefix: string, member: Member): Promise<media.MediaCookie[]> {
  return media.mediaCookiesFor(prefix, member, site());
}
