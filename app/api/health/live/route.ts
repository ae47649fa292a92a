/** `/api/health/live`: the process responds. */

export const dynamic = "force-dynamic";

export const GET = () => Response.json({ live: true }, { headers: { "cache-control": "no-store" } });
