/** `/api/auth/session`, what `useSession()` reads, in next-auth's shape. */
import { type NextRequest, NextResponse } from "next/server";
import { noStore } from "../http/headers";
import { idleEnd } from "../session/lifetime";
import { remoteUser } from "../session/payload";
import { readSession } from "../session/read";
import { browserSession } from "../session/view";
import type { Site } from "../site";

/**
 * The session as JSON, null for nobody. Ours, not next-auth's: its action costs 2 ms of encryption to say the same, and sets cookies. This
 * sets none: a poll is no activity, and an answer in flight must not undo a sign-out.
 */
export async function sessionJson(request: NextRequest, site: Site): Promise<NextResponse> {
  const visitor = await readSession(request.cookies, site);
  if (visitor.kind !== "live") return NextResponse.json(null, { headers: noStore });
  const { claims } = visitor.session;
  const name = remoteUser(claims, site.settings.claims.remoteUser);
  const idleEndsAt = idleEnd(visitor.session, site.settings.session);
  return NextResponse.json(browserSession({ name, claims, idleEndsAt }), { headers: noStore });
}
