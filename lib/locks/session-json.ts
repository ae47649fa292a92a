/** Answers `/api/auth/session`, which `useSession()` reads, in next-auth's shape. */
import { type NextRequest, NextResponse } from "next/server";
import { noStore } from "../http/headers";
import { isDue } from "../session/freshness";
import { readSession } from "../session/read";
import { browserSession, memberOf } from "../session/view";
import type { Site } from "../site";
import { renew } from "./renew";

/**
 * Answers with the session as JSON, or with null. Asks NATS if the claims are due, so that a
 * session that NATS has ended names no member. Sets no cookie: a poll is not activity, and a late
 * response must not undo a sign-out. next-auth's own action sets cookies and costs 2 ms more.
 */
export async function sessionJson(request: NextRequest, site: Site): Promise<NextResponse> {
  const { settings, now } = site;
  let reading = await readSession(request.cookies, site);
  if (reading.kind === "live" && isDue(reading.session, now(), settings.refresh)) {
    reading = (await renew(reading.session, site)).reading;
  }
  if (reading.kind === "none" || reading.kind === "timed_out") return NextResponse.json(null, { headers: noStore });
  const member = await memberOf(reading.session, settings);
  return NextResponse.json(browserSession(member), { headers: noStore });
}
