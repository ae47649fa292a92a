/** Answers `/api/auth/session`, which `useSession()` reads, in next-auth's shape. */
import { type NextRequest, NextResponse } from "next/server";
import { noStore } from "../http/headers";
import { readSession } from "../session/read";
import { browserSession, memberOf } from "../session/view";
import type { Site } from "../site";

/**
 * Answers with the session as JSON, or with null. Sets no cookie: a poll is not activity, and a
 * late response must not undo a sign-out. next-auth's own action sets cookies and costs 2 ms more.
 */
export async function sessionJson(request: NextRequest, site: Site): Promise<NextResponse> {
  const reading = await readSession(request.cookies, site);
  const member = reading.kind === "live" ? await memberOf(reading.session, site.settings) : null;
  return NextResponse.json(member && browserSession(member), { headers: noStore });
}
