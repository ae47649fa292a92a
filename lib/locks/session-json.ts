/** Answers `/api/auth/session`, which `useSession()` reads, in next-auth's shape. */
import { type NextRequest, NextResponse } from "next/server";
import { validUser } from "../access/rules";
import { noStore } from "../http/headers";
import { readVisit } from "../registry/visit";
import { browserSession, memberOf } from "../session/view";
import type { Site } from "../site";
import { judgeConfirmed } from "./renew";

/**
 * Answers with the session as JSON, or with null. Asks NATS if the claims are due, so that a
 * session that NATS has ended names no member. Sets no cookie: a poll is not activity, and a late
 * response must not undo a sign-out. next-auth's own action sets cookies and costs 2 ms more.
 */
export async function sessionJson(request: NextRequest, site: Site): Promise<NextResponse> {
  const { verdict } = await judgeConfirmed(await readVisit(request.cookies, site), validUser, site);
  const member = "session" in verdict ? memberOf(verdict.session, site.settings) : null;
  return NextResponse.json(member && browserSession(member), { headers: noStore });
}
