/** `/api/auth/recheck?returnTo=/path` */
import type { NextRequest } from "next/server";
import { recheckAndReturn } from "@/lib/locks/recheck";
import { site } from "@/lib/site";

export const GET = (request: NextRequest) => recheckAndReturn(request, site());
