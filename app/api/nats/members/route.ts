/** `/api/nats/members?key=…`: the Management URL in NATS. */
import type { NextRequest } from "next/server";
import { answerPush } from "@/lib/answers/pushes";
import { site } from "@/lib/site";

export const dynamic = "force-dynamic";

const answer = (request: NextRequest) => answerPush(request, site());

export { answer as GET, answer as POST };
