/** `/login?returnTo=/path` */
import type { NextRequest } from "next/server";
import { beginSignIn } from "@/lib/auth/sign-in";
import { site } from "@/lib/site";

export const GET = (request: NextRequest) => beginSignIn(request, site());
