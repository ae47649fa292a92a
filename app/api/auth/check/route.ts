/** `/api/auth/check?gate=full` */
import type { NextRequest } from "next/server";
import { checkAccess } from "@/lib/locks/check";
import { site } from "@/lib/site";

const answer = (request: NextRequest) => checkAccess(request, site());

// Next would answer OPTIONS by itself, with 204: "let in".
export { answer as GET, answer as HEAD, answer as OPTIONS };
