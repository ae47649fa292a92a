/** `/api/auth/visits`, for `npm run members` */
import type { NextRequest } from "next/server";
import { answerOperator } from "@/lib/answers/operator";
import { site } from "@/lib/site";

export const POST = (request: NextRequest) => answerOperator(request, site());
