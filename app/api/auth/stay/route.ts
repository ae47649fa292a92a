/** `/api/auth/stay`: the button of the notice before a time-out. */
import type { NextRequest } from "next/server";
import { stay } from "@/lib/locks/check";
import { site } from "@/lib/site";

export const dynamic = "force-dynamic";

export const POST = (request: NextRequest) => stay(request, site());
