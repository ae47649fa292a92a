/** What the gate answers with: pages and files let through or shown in place of others, JSON, redirects; each with its headers. */
import { type NextRequest, NextResponse } from "next/server";
import {
  contentSecurityPolicy,
  noIndex,
  noStore,
  pathHeader,
  retryLater,
  withoutForeignIdentity,
} from "../http/headers";
import { randomText } from "../session/seal";
import type { Site } from "../site";
import { privateJson } from "./json";

/**
 * Sends the page of a server action to `path`, in the form in which Next's router takes it from an action itself. Held by a test: the
 * header is Next's own. Letting the action through to its guard would leave one lock.
 */
export function redirectOfAction(path: string): NextResponse {
  return new NextResponse(null, { status: 303, headers: { ...noStore, "x-action-redirect": `${path};push` } });
}

/** For everything that is no page load: why, and the address to open instead. */
export function refusedAsJson(status: 401 | 503, error: string, location: string): NextResponse {
  const body = status === 401 ? { error, login: location } : { error };
  return privateJson(status, body, status === 503 ? retryLater : {});
}

/** A status page at the address asked for, with its true status. The page is dynamic: a static one would be cached for a year. */
export function statusPage(request: NextRequest, page: URL, status: number, site: Site): NextResponse {
  const { headers, pageHeaders } = pageAndHeaders(request, site);
  const retry = status === 503 ? retryLater : undefined;
  return NextResponse.rewrite(page, {
    request: { headers },
    status,
    headers: { ...pageHeaders, ...noIndex, ...retry },
  });
}

/** The address of another page of ours, to rewrite to. */
export function pageWith(request: NextRequest, pathname: string, query: Record<string, string> = {}): URL {
  const url = request.nextUrl.clone();
  url.pathname = pathname;
  url.search = `${new URLSearchParams(query)}`;
  return url;
}

/** Request headers for a dynamic page (nonce, address asked for) and the headers of its answer. */
export function pageAndHeaders(
  request: NextRequest,
  site: Site,
): { headers: Headers; pageHeaders: Record<string, string> } {
  const csp = policy(site, randomText(16));
  const headers = withoutForeignIdentity(request.headers);
  headers.set("content-security-policy", csp); // Next takes the nonce for its own scripts from here.
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  return { headers, pageHeaders: { ...noStore, ...transport(site), "content-security-policy": csp } };
}

/** A file of /media: its route says how it may be kept and shown, where the gate says nothing (the gate's headers win). */
export function isFile({ nextUrl }: NextRequest): boolean {
  return nextUrl.pathname.startsWith("/media/");
}

/** Headers of a file that nobody else has judged; `keep`: a browser may keep it. */
export function fileHeaders(site: Site, keep: boolean): Record<string, string> {
  return { ...transport(site), ...(keep ? {} : noStore) };
}

/** The Content-Security-Policy of a page of this site. */
export function policy({ settings, development }: Site, nonce?: string): string {
  // Browsers hold redirects after a form to this list, too: sign-out leads to NATS or where the settings allow.
  const formTargets = [new URL(settings.provider.metadataUrl).origin, ...settings.returnOrigins];
  const { signing } = settings.media;
  const mediaOrigins = signing ? [new URL(signing.baseUrl).origin] : [];
  return contentSecurityPolicy({ formTargets, mediaOrigins, development, ...(nonce ? { nonce } : {}) });
}

/** HSTS on https sites: RFC 6797. Two years, this host only; subdomains are the owner's to decide. */
export function transport({ settings }: Site): Record<string, string> {
  return settings.secure ? { "strict-transport-security": "max-age=63072000" } : {};
}

/** A short text for requests that no page answers. */
export function plain(status: number, text: string): NextResponse {
  return new NextResponse(`${text}\n`, {
    status,
    headers: { ...noStore, ...noIndex, "content-type": "text/plain; charset=utf-8" },
  });
}
