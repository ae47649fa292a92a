/** `/logout?returnTo=/path` */
import type { NextRequest } from "next/server";
import { signOut } from "@/lib/auth/sign-out";
import { site } from "@/lib/site";

const answer = (request: NextRequest) => signOut(request, site());

export { answer as GET, answer as POST };
