/** `/api/auth/session`, what `useSession()` reads: next-auth's own answer, from our cookie, without touching it. */

import { NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { noStore } from "../http/headers";
import { sessionCookieName } from "../session/cookies";
import { idleEnd } from "../session/lifetime";
import { remoteUser } from "../session/payload";
import { readSession } from "../session/read";
import type { Site } from "../site";
import { browserSession } from "./browser-session";
import { baseConfig } from "./exchange";

/** The session as JSON, null for nobody. Sets no cookie: a poll is no activity, and an answer in flight must not undo a sign-out. */
export async function sessionJson(request: NextRequest, site: Site): Promise<NextResponse> {
  const cookieName = sessionCookieName(site.settings);
  const cookie = request.cookies.get(cookieName)?.value;
  const visitor = await readSession(cookie, site);
  if (visitor.kind !== "live" || !cookie) return NextResponse.json(null, { headers: noStore });
  const { session: payload } = visitor;
  const name = remoteUser(payload.claims, site.settings.claims.remoteUser);
  const idleEndsAt = idleEnd(payload, site.settings.session);
  const { handlers } = NextAuth({
    ...baseConfig(site),
    providers: [],
    jwt: { decode: async () => ({ session: payload }), encode: async () => "" },
    callbacks: {
      session: () => browserSession({ name, claims: payload.claims, idleEndsAt }),
    },
  });
  const url = new URL("/api/auth/session", site.settings.origin);
  const answer = await handlers.GET(new NextRequest(url, { headers: { cookie: `${cookieName}=${cookie}` } }));
  return NextResponse.json(await answer.json(), { status: answer.status, headers: noStore });
}
