/** `/api/auth/session`: what `useSession()` reads. */
import type { NextRequest } from "next/server";
import { sessionJson } from "@/lib/locks/session-json";
import { site } from "@/lib/site";

const answer = (request: NextRequest) => sessionJson(request, site());

export { answer as GET, answer as HEAD };
