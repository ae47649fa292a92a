/** Makes URLs and cookies for gated files: signed for a web server or CDN if MEDIA_SIGN is set. */
import { canonicalPath } from "../../access/paths";
import { type Refusal, refusalAt } from "../../access/reasons";
import { mediaRoot } from "../../addresses";
import { gates } from "../../gates";
import { isTooOld } from "../../session/freshness";
import type { Member } from "../../session/view";
import type { MediaSigning, Settings } from "../../settings/shape";
import type { Site } from "../../site";
import { bunnyUrl } from "./bunny";
import { cloudfrontCookies, cloudfrontUrl } from "./cloudfront";
import { encodePath, type Grant } from "./grant";
import { nginxCookies, nginxUrl } from "./nginx";
import { hasSingleGate } from "./single-gate";

/** A URL. `expires` is in seconds since 1970; null means that the session cookie guards the URL. */
export interface MediaLink {
  kind: "link";
  url: string;
  expires: number | null;
}

/** Why there is no URL: the gate refuses the member, or the path is not a file under /media/. */
export type NoMediaLink = { kind: "refused"; reason: Refusal } | { kind: "invalid" };

/** A cookie for Next's `cookies.set()`. The browser drops it when it closes. */
export interface MediaCookie {
  name: string;
  value: string;
  path: string;
  domain?: string;
  secure: boolean;
  httpOnly: true;
  sameSite: "lax";
}

type LinkedMember = Pick<Member, "claims" | "checkedAt" | "endsAt">;
type LinkSite = Pick<Site, "settings" | "now">;

const urlSigners = { nginx: nginxUrl, bunny: bunnyUrl, cloudfront: cloudfrontUrl };
const cookieSigners = { nginx: nginxCookies, bunny: undefined, cloudfront: cloudfrontCookies };

/**
 * Returns the URL of a gated file for `<img>` or `<video>`. `path` is percent-encoded, except that
 * spaces are allowed. Throws if the gate refuses the member or the path is invalid.
 */
export function mediaUrlFor(path: string, member: LinkedMember, site: LinkSite): string {
  const link = mediaLinkFor(path, member, site);
  if (link.kind !== "link") throw linkError(path, link);
  return link.url;
}

/**
 * Returns the URL of a gated file and its expiry, or why there is none. Without MEDIA_SIGN the URL
 * is the path. So it is for a file beside another gate's folder (`/media/logo.png` beside
 * `/media/full/`), because a signature opens the whole folder.
 */
export function mediaLinkFor(path: string, member: LinkedMember, { settings, now }: LinkSite): MediaLink | NoMediaLink {
  const file = mediaPath(path);
  if (file === null) return { kind: "invalid" };
  const reason = refusalFor(file, member, settings, now());
  if (reason !== null) return { kind: "refused", reason };
  const { signing } = settings.media;
  const folder = signedFolder(file, signing?.kind);
  if (!signing || !hasSingleGate(gates, folder)) return { kind: "link", url: encodePath(file), expires: null };
  const grant = grantFor(folder, signing, member, now());
  return { kind: "link", url: urlSigners[signing.kind](grant, file.slice(folder.length)), expires: grant.expires };
}

/**
 * Returns cookies that open the folder `prefix` (`/media/full`), for CloudFront playlists and for
 * URLs that must not change. Set them in a route handler or server action, and again before they
 * expire. Returns none without MEDIA_SIGN, because the session cookie opens files then. Throws if
 * the gate refuses the member, if another gate's folder lies inside, and for Bunny.
 */
export function mediaCookiesFor(prefix: string, member: LinkedMember, { settings, now }: LinkSite): MediaCookie[] {
  const folder = mediaPath(prefix.replace(/\/$/, ""));
  if (folder === null || !hasSingleGate(gates, `${folder}/`)) throw linkError(prefix, { kind: "invalid" });
  const reason = refusalFor(folder, member, settings, now());
  if (reason !== null) throw linkError(prefix, { kind: "refused", reason });
  const { signing } = settings.media;
  if (!signing) return [];
  const cookiesFor = cookieSigners[signing.kind];
  if (!cookiesFor)
    throw new Error(`MEDIA_SIGN=${signing.kind} has no cookies. Use mediaUrl(): it also opens playlists.`);
  const grant = grantFor(`${folder}/`, signing, member, now());
  const { hostname, protocol } = new URL(signing.baseUrl);
  const domain = sharedDomain(new URL(settings.origin).hostname, hostname);
  return Object.entries(cookiesFor(grant)).map(([name, value]) => ({
    name,
    value,
    path: encodePath(grant.folder),
    ...(domain === undefined ? {} : { domain }),
    secure: protocol === "https:",
    httpOnly: true,
    sameSite: "lax",
  }));
}

/** Claims beyond the grace sign nothing: before a public page no gate has judged them. */
function refusalFor(path: string, member: LinkedMember, settings: Settings, now: number): Refusal | null {
  if (isTooOld(member, now, settings.refresh)) return "unknown";
  return refusalAt(gates, path, member.claims, settings.claims);
}

/** Returns the canonical path of a file, or null. `*` and `?` are wildcards in CloudFront. */
function mediaPath(path: string): string | null {
  const file = canonicalPath(path);
  return file?.startsWith(mediaRoot) && !/[*?#]/.test(file) ? file : null;
}

/**
 * Returns the folder of a file. Bunny signs folder and expiry as one text, so a signature for
 * `/a.webm9999999999/` would open `/a.webm` for centuries. There, a folder with ten digits in a row
 * is replaced by the one above it.
 */
function signedFolder(file: string, kind: MediaSigning["kind"] | undefined): string {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  return kind === "bunny" ? folder.replace(/[^/]*\d{10}.*$/, "") : folder;
}

/** The expiry moves in steps of half the lifetime, so browsers can cache. The session caps it. */
function grantFor(folder: string, signing: MediaSigning, member: LinkedMember, now: number): Grant {
  const { baseUrl, key, keyId, seconds } = signing;
  const { origin, pathname } = new URL(baseUrl);
  const expires = Math.min(now - (now % Math.floor(seconds / 2)) + seconds, member.endsAt);
  const base = decodeURIComponent(pathname).replace(/\/$/, "");
  return { origin, folder: `${base}/${folder.slice(mediaRoot.length)}`, expires, key, keyId };
}

/** Returns the domain of a cookie for both hosts (RFC 6265 section 5.1.3); undefined if equal. */
function sharedDomain(siteHost: string, mediaHost: string): string | undefined {
  if (siteHost === mediaHost) return undefined;
  const [siteLabels, mediaLabels] = [siteHost.split(".").reverse(), mediaHost.split(".").reverse()];
  const differs = siteLabels.findIndex((label, index) => label !== mediaLabels[index]);
  const shared = differs === -1 ? siteLabels : siteLabels.slice(0, differs);
  if (shared.length >= 2 && !/^[\d.]+$|:/.test(mediaHost)) return shared.reverse().join(".");
  throw new Error("AUTH_URL and MEDIA_SIGN_BASE_URL share no domain, so cookies cannot reach it. Use mediaUrl().");
}

function linkError(path: string, { kind, ...why }: NoMediaLink): Error {
  const cause = "reason" in why ? why.reason : "not a file, or a folder with a single gate, under /media/";
  return new Error(`No URL for ${JSON.stringify(path)}: ${kind}, ${cause}`);
}
