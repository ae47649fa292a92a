/** Redirects within this site and out of it, never stored by a cache. */
import { NextResponse } from "next/server";
import { noIndex, noStore } from "../http/headers";
import type { Site } from "../site";

/**
 * Redirects to a path of this site, or to a whole address that was checked before. Use 303 after a
 * POST: the browser then asks by GET.
 */
export function redirectTo(path: string, status: 302 | 303 | 307, { settings }: Pick<Site, "settings">): NextResponse {
  return NextResponse.redirect(new URL(path, settings.origin), { status, headers: noStore });
}

/**
 * Redirects to another site. If another site's page sent the request, answers with a page that goes
 * on by itself: browsers report redirects after a form to the page that sent it, by its
 * Content-Security-Policy. It would learn whether its visitor is signed in.
 */
export function leaveTo({ href, host }: URL, status: 302 | 303, { headers: sent }: Request): NextResponse {
  const headers = { ...noStore, ...noIndex };
  if (/^(none|same-origin)$/.test(sent.get("sec-fetch-site") ?? "none"))
    return NextResponse.redirect(href, { status, headers });
  const link = href.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return new NextResponse(`<!doctype html><title>${host}</title><a href="${link}">${host}</a>\n`, {
    headers: {
      ...headers,
      refresh: `0; url=${href}`,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    },
  });
}
