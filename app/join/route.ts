/** `/join`: to NATS's join page, so that the static tour needs no settings; to the tour where none is set. */
import { NextResponse } from "next/server";
import { membershipLinks } from "@/lib/nats/links";
import { site } from "@/lib/site";

export const dynamic = "force-dynamic";

export function GET() {
  return NextResponse.redirect(membershipLinks().join ?? new URL("/", site().settings.origin), 302);
}
