/** Yours: the member's own claims as JSON, as an example of a guarded route handler. */
import { requireMember } from "@/lib/session/member";

export async function GET() {
  const { name, claims, endsAt } = await requireMember("members");
  return Response.json({ name, claims, endsAt });
}
