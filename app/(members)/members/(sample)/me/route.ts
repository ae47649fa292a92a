/**
 * Sample: the member's own claims as JSON, as far as the browser may know them, as an example of a
 * guarded route handler.
 */

import { requireMember } from "@/lib/member";
import { browserMember } from "@/lib/session/view";

export async function GET() {
  const { name, claims, endsAt } = await requireMember("members");
  return Response.json({ name, claims: browserMember(claims), endsAt });
}
