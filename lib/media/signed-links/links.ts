/** Addresses and cookies for gated files: signed for a web server or CDN when the settings name one, and only for whom the gates let in. */

import { canonicalPath } from "../../access/paths";
import type { Refusal } from "../../access/reasons";
import { refusalAt } from "../../access/reasons";
import { mediaRoot } from "../../addresses";
import { gates } from "../../gates";
import type { Member } from "../../session/view";
import type { MediaSigning } from "../../settings/shape";
import type { Site } from "../../site";
import { bunnyUrl } from "./bunny";
import { cloudfrontCookies, cloudfrontUrl } from "./cloudfront";
import { encodePath, type Grant, type GrantCookies } from "./grant";
import { nginxCookies, nginxUrl } from "./nginx";
import { isOneTier } from "./tier";

/** An address, and when it ends in seconds since 1970: null for one that does not end, because the session guards it. */
export interface MediaLink {
  kind: "link";
  url: string;
  expires: number | null;
}

/** Why there is no address: the gate refuses the member, or the path is none of a file under /media/. */
export type NoMediaLink = { kind: "refused"; reason: Refusal } | { kind: "invalid" };

/** A cookie in the shape of Next's `cookies.set()`. Without maxAge or expires: the browser drops it when it closes. */
export interface MediaCookie {
  name: string;
  value: string;
  path: string;
  domain?: string;
  secure: boolean;
  httpOnly: true;
  sameSite: "lax";
}

/** What a link depends on of its member and its site. */
type LinkedMember = Pick<Member, "claims" | "endsAt">;
type LinkSite = Pick<Site, "settings" | "now">;

const urlSigners: Record<MediaSigning["kind"], (grant: Grant, file: string) => string> = {
  nginx: nginxUrl,
  bunny: bunnyUrl,
  cloudfront: cloudfrontUrl,
};

/**
 * The address for `<img>` and `<video>` of a gated file, `/media/full/dawn.webm` (as in an address: percent-encoded, spaces may stay). Signed
 * when the settings say so: it opens the file's folder, for MEDIA_SIGN_SECONDS at most. Throws for a file the member may not see.
 */
export function mediaUrlFor(path: string, member: LinkedMember, site: LinkSite): string {
  const link = mediaLinkFor(path, member, site);
  if (link.kind !== "link") throw refused(path, link);
  return link.url;
}

/**
 * The same without throwing, and with its end. Without MEDIA_SIGN, and for a file beside another gate's folder (`/media/logo.png` beside
 * `/media/full/`), the address is the path itself, which the gated route serves: a signature for that folder would open the other one.
 */
export function mediaLinkFor(path: string, member: LinkedMember, { settings, now }: LinkSite): MediaLink | NoMediaLink {
  const file = mediaPath(path);
  if (file === null) return { kind: "invalid" };
  const reason = refusalAt(gates, file, member.claims, settings.claims);
  if (reason !== null) return { kind: "refused", reason };
  const { signing } = settings.media;
  const folder = folderOf(file, signing?.kind);
  if (!signing || !isOneTier(gates, folder)) return { kind: "link", url: encodePath(file), expires: null };
  const grant = grantFor(folder, signing, member, now());
  return { kind: "link", url: urlSigners[signing.kind](grant, file.slice(folder.length)), expires: grant.expires };
}

/**
 * The cookies that open a folder, `/media/full`, with all below it: for playlists on CloudFront, and for addresses that never change.
 * None without MEDIA_SIGN: the session's own cookie does. Set them in a route handler or server action, anew before
 * they end. Throws for a folder the member may not enter or with another gate's folder inside, and for Bunny, which has no cookies.
 */
export function mediaCookiesFor(prefix: string, member: LinkedMember, { settings, now }: LinkSite): MediaCookie[] {
  const folder = mediaPath(prefix.replace(/\/$/, ""));
  if (folder === null || !isOneTier(gates, `${folder}/`)) throw refused(prefix, { kind: "invalid" });
  const reason = refusalAt(gates, folder, member.claims, settings.claims);
  if (reason !== null) throw refused(prefix, { kind: "refused", reason });
  const { signing } = settings.media;
  if (!signing) return [];
  const grant = grantFor(`${folder}/`, signing, member, now());
  const { hostname, protocol } = new URL(signing.baseUrl);
  const domain = cookieDomain(new URL(settings.origin).hostname, hostname);
  return Object.entries(cookiesOf(signing, grant)).map(([name, value]) => ({
    name,
    value,
    path: encodePath(grant.folder),
    ...(domain === undefined ? {} : { domain }),
    secure: protocol === "https:",
    httpOnly: true,
    sameSite: "lax",
  }));
}

function cookiesOf({ kind }: MediaSigning, grant: Grant): GrantCookies {
  if (kind === "nginx") return nginxCookies(grant);
  if (kind === "cloudfront") return cloudfrontCookies(grant);
  throw new Error("MEDIA_SIGN=bunny has no cookies: use mediaUrl(), whose links to playlists open their segments");
}

/** The canonical path of a file under /media/, or null. `*` and `?` are refused: in a policy they would be wildcards. */
function mediaPath(path: string): string | null {
  const file = canonicalPath(path);
  return file?.startsWith(mediaRoot) && !/[*?#]/.test(file) ? file : null;
}

/**
 * The folder a file's signature opens: its own. For Bunny, which reads path and end as one text, one above any name with ten digits in
 * a row: `/a.webm9999999999/` signed today would be `/a.webm` signed for centuries.
 */
function folderOf(file: string, kind: MediaSigning["kind"] | undefined): string {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  return kind === "bunny" ? folder.replace(/[^/]*\d{10}.*$/, "") : folder;
}

/** Ends in steps of half the life, so browsers can cache for that long, and no later than the session. */
function grantFor(
  folder: string,
  { baseUrl, key, keyId, seconds }: MediaSigning,
  member: LinkedMember,
  now: number,
): Grant {
  const { origin, pathname } = new URL(baseUrl);
  const step = Math.floor(seconds / 2);
  const expires = Math.min(now - (now % step) + seconds, member.endsAt);
  const base = decodeURIComponent(pathname).replace(/\/$/, "");
  return { origin, folder: `${base}/${folder.slice(mediaRoot.length)}`, expires, key, keyId };
}

/** The domain that both hosts share, so that a cookie of one reaches the other (RFC 6265 section 5.1.3); undefined for one host. */
function cookieDomain(here: string, there: string): string | undefined {
  if (here === there) return undefined;
  const [ours, theirs] = [here.split(".").reverse(), there.split(".").reverse()];
  const differs = ours.findIndex((label, index) => label !== theirs[index]);
  const shared = differs === -1 ? ours : ours.slice(0, differs);
  if (shared.length >= 2 && !/^[\d.]+$|:/.test(there)) return shared.reverse().join(".");
  throw new Error("MEDIA_SIGN_BASE_URL shares no domain with AUTH_URL, so cookies cannot reach it: use mediaUrl()");
}

function refused(path: string, { kind, ...why }: NoMediaLink): Error {
  const cause = "reason" in why ? why.reason : "not a file or folder of a single gate under /media/";
  return new Error(`no address for ${JSON.stringify(path)}: ${kind}, ${cause}`);
}
