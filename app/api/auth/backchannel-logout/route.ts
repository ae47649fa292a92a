/** `/api/auth/backchannel-logout`: OpenID Connect Back-Channel Logout 1.0. */
import type { NextRequest } from "next/server";
import { answerBackchannelLogout } from "@/lib/auth/backchannel-logout";
import { site } from "@/lib/site";

export const POST = (request: NextRequest) => answerBackchannelLogout(request, site());
