/** Redirects within this site and out of it, never stored by a cache. */
import { NextResponse } from "next/server";
import { noStore } from "../http/headers";
import type { Site } from "../site";

/** A redirect to a path of this site (or a whole address that was checked before). After a POST use 303: the browser then asks by GET. */
export function redirectTo(path: string, status: 302 | 303 | 307, { settings }: Site): NextResponse {
  return NextResponse.redirect(new URL(path, settings.origin), { status, headers: noStore });
}
