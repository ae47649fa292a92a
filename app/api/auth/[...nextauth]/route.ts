/** next-auth's paths: the callback and the session, wrapped. Its own sign-in, sign-out, error and CSRF pages are closed. */
import { type NextRequest, NextResponse } from "next/server";
import { finishSignIn } from "@/lib/auth/callback";
import { sessionJson } from "@/lib/auth/session-json";
import { noStore } from "@/lib/http/headers";
import { site } from "@/lib/site";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

async function answer(request: NextRequest, { params }: Context) {
  const action = (await params).nextauth.join("/");
  if (action === "callback/nats") return finishSignIn(request, site());
  if (action === "session" && request.method === "GET") return sessionJson(request, site());
  return NextResponse.json({ error: "not_found" }, { status: 404, headers: noStore });
}

export { answer as GET, answer as POST };
