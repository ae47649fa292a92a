/** `GET /media-link?path=/media/…`: a fresh address for a gated file, so a page can renew it while somebody watches. */
import type { NextRequest } from "next/server";
import { canonicalPath } from "@/lib/access/paths";
import { privateJson } from "@/lib/answers/json";
import { memberAt, statusOfRefusal } from "@/lib/locks/guard";
import { mediaLink } from "@/lib/media/signed-links/links";
import { site } from "@/lib/site";

/**
 * 200 with `{url, expires}` (seconds since 1970; null: does not end) for a member whom the file's gate lets in, after asking NATS where
 * claims are due; 401 for nobody, 403 by reason, 503 while claims are too old, 400 for no path of a file. Ask in the last quarter of a
 * link's life: then the answer is a new one. A player keeps its place by setting `currentTime` again after `src`.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const path = canonicalPath(request.nextUrl.searchParams.get("path") ?? "");
  const verdict = await memberAt(path ?? "/media/");
  if ("reason" in verdict) return privateJson(statusOfRefusal(verdict.reason), { error: verdict.reason });
  const link = mediaLink(path ?? "", verdict.member, site());
  if (link.kind === "invalid") return privateJson(400, { error: "invalid" });
  if (link.kind === "refused") return privateJson(403, { error: link.reason });
  return privateJson(200, { url: link.url, expires: link.expires });
}
