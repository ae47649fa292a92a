/** `/api/auth/callback/nats`: the redirect URI. */
import type { NextRequest } from "next/server";
import { finishSignIn } from "@/lib/auth/callback";
import { site } from "@/lib/site";

const answer = (request: NextRequest) => finishSignIn(request, site());

export { answer as GET, answer as POST };
