/** Yours: the member's own claims as JSON, as far as the browser may know them, as an example of a guarded route handler. */
import { browserMember } from "@/lib/auth/browser-session";
import { requireMember } from "@/lib/session/member";

export async function GET() {
  const { name, claims, endsAt } = await requireMember("members");
  return Response.json({ name, claims: browserMember(claims), endsAt });
}
