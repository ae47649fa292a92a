/**
 * `/api/health/ready`: the settings are valid. NATS is not asked: without it, sessions go on. So
 * they do without Redis, whose state is told.
 */
import { registryOf } from "@/lib/registry";
import { site } from "@/lib/site";

export const dynamic = "force-dynamic";

export function GET() {
  const registry = registryOf(site()).state(); // site() throws on bad settings, which answers 500.
  return Response.json({ ready: true, registry }, { headers: { "cache-control": "no-store" } });
}
