/** `/api/auth/session`: what `useSession()` reads. */
import type { NextRequest } from "next/server";
import { sessionJson } from "@/lib/auth/session-json";
import { site } from "@/lib/site";

export const GET = (request: NextRequest) => sessionJson(request, site());
