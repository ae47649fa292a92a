/** `/api/health/ready`: the settings are valid. NATS is not asked: without it, sessions go on. */
import { site } from "@/lib/site";

export const dynamic = "force-dynamic";

export function GET() {
  site(); // Throws on bad settings, which answers 500.
  return Response.json({ ready: true }, { headers: { "cache-control": "no-store" } });
}
