/** `/api/health/live`: the process answers. */

export const dynamic = "force-dynamic";

export const GET = () => Response.json({ live: true }, { headers: { "cache-control": "no-store" } });
