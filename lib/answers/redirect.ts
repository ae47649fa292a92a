/** Redirects within this site and out of it, never stored by a cache. */
import { NextResponse } from "next/server";
import { noStore } from "../http/headers";
import type { Site } from "../site";

/**
 * Redirects to a path of this site, or to a whole address that was checked before. Use 303 after a
 * POST: the browser then asks by GET.
 */
export function redirectTo(path: string, status: 302 | 303 | 307, { settings }: Pick<Site, "settings">): NextResponse {
  return NextResponse.redirect(new URL(path, settings.origin), { status, headers: noStore });
}
