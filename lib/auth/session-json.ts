/** `/api/auth/session`, what `useSession()` reads: next-auth's own answer, from our cookie, without touching it. */

import { NextRequest, NextResponse } from "next/server";
import NextAuth from "next-auth";
import { noStore } from "../http/headers";
import { sessionCookieName } from "../session/cookies";
import { idleEnd } from "../session/lifetime";
import { readSession } from "../session/read";
import type { Site } from "../site";
import { browserMember } from "./browser-member";
import { baseConfig } from "./exchange";

/** The session as JSON, null for nobody. Sets no cookie: a poll is no activity, and an answer in flight must not undo a sign-out. */
export async function sessionJson(request: NextRequest, site: Site): Promise<NextResponse> {
  const name = sessionCookieName(site.settings);
  const cookie = request.cookies.get(name)?.value;
  const visitor = await readSession(cookie, site);
  if (visitor.kind !== "live" || !cookie) return NextResponse.json(null, { headers: noStore });
  const { session: payload } = visitor;
  const { handlers } = NextAuth({
    ...baseConfig(site),
    providers: [],
    jwt: { decode: async () => ({ session: payload }), encode: async () => "" },
    callbacks: {
      session: ({ session }) => ({
        ...session,
        user: { name: payload.claims.username ?? null },
        member: browserMember(payload.claims),
        expires: new Date(idleEnd(payload, site.settings.session) * 1000).toISOString(),
      }),
    },
  });
  const url = new URL("/api/auth/session", site.settings.origin);
  const answer = await handlers.GET(new NextRequest(url, { headers: { cookie: `${name}=${cookie}` } }));
  return NextResponse.json(await answer.json(), { status: answer.status, headers: noStore });
}
