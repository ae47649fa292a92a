/** `GET /media-link?path=/media/…`: gives a fresh link to a member file while a film plays. */
import type { NextRequest } from "next/server";
import { canonicalPath } from "@/lib/access/paths";
import { mediaRoot } from "@/lib/addresses";
import { privateJson, refusedJson } from "@/lib/answers/json";
import { memberAt } from "@/lib/locks/guard";
import { mediaLinkFor } from "@/lib/media/signed-links/links";
import { site } from "@/lib/site";

/**
 * Answers 200 with `{url, expires}` to a member whom the file's gate admits; NATS is asked first if
 * the claims are due. `expires` is in seconds since 1970, or null for a link that does not end.
 * Answers 401 if signed out, 403 by reason, 503 while claims are too old, and 400 if `path` is not
 * a file's. Ask in the last quarter of a link's life: before that the answer may be the same link.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const path = canonicalPath(request.nextUrl.searchParams.get("path") ?? "");
  const verdict = await memberAt(path ?? mediaRoot);
  if ("reason" in verdict) return refusedJson(verdict.reason);
  const link = mediaLinkFor(path ?? "", verdict.member, site());
  if (link.kind === "invalid") return privateJson(400, { error: "invalid" });
  if (link.kind === "refused") return refusedJson(link.reason);
  return privateJson(200, { url: link.url, expires: link.expires });
}
