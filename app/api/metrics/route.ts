/** `/api/metrics`: what this process has counted, for Prometheus. */
import type { NextRequest } from "next/server";
import { answerMetrics } from "@/lib/signals/answer";
import { site } from "@/lib/site";

export const dynamic = "force-dynamic";

export const GET = (request: NextRequest) => answerMetrics(request, site());
