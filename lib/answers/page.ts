/** Pages and files as answers, with their headers: let through, or in place of another page. */
import { type NextRequest, NextResponse } from "next/server";
import {
  areForwardable,
  contentSecurityPolicy,
  forwardedHeaders,
  noIndex,
  noStore,
  pathHeader,
  retryLater,
} from "../http/headers";
import { randomText } from "../session/seal";
import type { Site } from "../site";

type PageHeaders = Readonly<Record<string, string>>;

/**
 * Sends the page of a server action to `path`, in the form that Next's router expects from an
 * action. The header is Next's own, and a test holds it. To let the action through to its guard
 * instead would leave one lock.
 */
export function redirectOfAction(path: string): NextResponse {
  return new NextResponse(null, { status: 303, headers: { ...noStore, "x-action-redirect": `${uncut(path)};push` } });
}

/** Next's router cuts the address of an action's redirect at a semicolon. */
function uncut(path: string): string {
  return path.replaceAll(";", "%3B");
}

/**
 * Shows a status page at the address asked for, with its true status. The page must be dynamic:
 * shared caches would keep a static one for a year.
 */
export function statusPage(request: NextRequest, page: URL, status: number, site: Site): NextResponse {
  const { headers, pageHeaders } = dynamicPage(request, site);
  const retry = status === 503 ? retryLater : undefined;
  return NextResponse.rewrite(page, {
    request: { headers },
    status,
    headers: { ...pageHeaders, ...noIndex, ...retry },
  });
}

/** Returns the address of another page of ours, to rewrite to. */
export function pageWith(request: NextRequest, pathname: string, query: Record<string, string> = {}): URL {
  const url = request.nextUrl.clone();
  url.pathname = pathname;
  url.search = `${new URLSearchParams(query)}`;
  return url;
}

/** Returns the request headers for a dynamic page (nonce, address), and those of its answer. */
export function dynamicPage(request: NextRequest, site: Site): { headers: Headers; pageHeaders: PageHeaders } {
  const csp = policy(site, randomText(16));
  const headers = forwardedHeaders(request.headers, site.settings.host);
  headers.set("content-security-policy", csp); // Next takes the nonce for its own scripts from here.
  headers.set(pathHeader, uncut(request.nextUrl.pathname + request.nextUrl.search));
  return { headers, pageHeaders: { ...noStore, "content-security-policy": csp } };
}

/**
 * Returns the request as handlers, files and static pages get it. Next sends changed headers
 * through the answer's, one by one, which costs. So a request that needs none passes as it came.
 * Other methods always get a copy: `refusedAction` may have changed their content type.
 */
export function passedOn({ method, headers }: NextRequest, { settings }: Site): { request?: { headers: Headers } } {
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && areForwardable(headers, settings.host)) return {};
  return { request: { headers: forwardedHeaders(headers, settings.host) } };
}

/** Returns the gate's headers of a member file. Without `keep`, no-store overrides its route's. */
export function fileHeaders(keep: boolean): PageHeaders {
  return keep ? {} : noStore;
}

/**
 * The headers of a route handler's answer to a script. If a page answers after all, and a service
 * worker shows it, this policy runs no inline script of it.
 */
export const dataHeaders: PageHeaders = {
  ...noStore,
  "content-security-policy":
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
};

/** Returns the headers of a page that may be static, and whose scripts then carry no nonce. */
export function staticHeaders(site: Site): PageHeaders {
  return { "content-security-policy": policy(site) };
}

/** The Content-Security-Policy of a page of this site. */
function policy({ settings, development }: Site, nonce?: string): string {
  // Browsers apply form-action to redirects after a form, too: sign-out leads to NATS or to another
  // origin.
  const formTargets = [settings.provider.origin, ...settings.returnOrigins];
  const { signing } = settings.media;
  const mediaOrigins = signing ? [new URL(signing.baseUrl).origin] : [];
  return contentSecurityPolicy({ formTargets, mediaOrigins, development, ...(nonce ? { nonce } : {}) });
}

/** Answers with a short text, for requests that no page answers. */
export function plain(status: number, text: string): NextResponse {
  return new NextResponse(`${text}\n`, {
    status,
    headers: { ...noStore, ...noIndex, "content-type": "text/plain; charset=utf-8" },
  });
}
