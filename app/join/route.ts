/**
 * `/join`: redirects to NATS's join page. The static tour links here, because it reads no settings.
 */
import { NextResponse } from "next/server";
import { addresses } from "@/lib/addresses";
import { membershipLinksFor } from "@/lib/nats/links";
import { site } from "@/lib/site";

export const dynamic = "force-dynamic";

export function GET() {
  const { links, origin } = site().settings;
  const { join } = membershipLinksFor(links, undefined);
  return NextResponse.redirect(join ?? new URL(addresses.frontPage, origin), 302);
}
