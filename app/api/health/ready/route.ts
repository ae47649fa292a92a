/** `/api/health/ready`: the process has good settings and can serve members. It needs no NATS: those inside stay inside without it. */
import { site } from "@/lib/site";

export const dynamic = "force-dynamic";

export function GET() {
  site(); // Throws on bad settings, which answers 500.
  return Response.json({ ready: true }, { headers: { "cache-control": "no-store" } });
}
