/** `/media/…`: judges, finds and sends a member's file, or has the web server in front send it. */
import type { NextRequest } from "next/server";
import { canonicalPath } from "../access/paths";
import { noIndex, noStore } from "../http/headers";
import { loginPath } from "../http/return-path";
import { refusalAt } from "../session/member";
import type { Site } from "../site";
import { answerFor, handOver } from "./answer";
import { findFile, type MediaFile } from "./files";
import { stateLength } from "./length";
import { streamOf } from "./stream";

const root = "/media/";

/** Answers GET and HEAD. Who may not enter learns why, as JSON, and never whether a file exists. */
export async function serveMedia(request: NextRequest, { settings }: Site): Promise<Response> {
  const path = canonicalPath(request.nextUrl.pathname);
  if (!path?.startsWith(root)) return json(404, { error: "not_found" });
  const refused = await refusal(path, request);
  if (refused) return refused;
  const file = await findFile(settings.media.dir, path.slice(root.length).split("/"));
  if (!file) return json(404, { error: "not_found" });
  // A link within the folder, or a file system that ignores case, may lead behind a stricter gate than the address.
  const place = root + file.segments.join("/");
  const refusedThere = place === path ? null : await refusal(place, request);
  if (refusedThere) return refusedThere;
  const download = request.nextUrl.searchParams.has("download");
  return settings.media.send === "stream"
    ? stream(file, request, download)
    : byWebServer(file, settings.media, download);
}

function stream(file: MediaFile, request: NextRequest, download: boolean): Response {
  const { status, headers, pieces } = answerFor(file, request.method, request.headers, download);
  if (headers["content-length"] !== undefined) stateLength(Number(headers["content-length"]));
  const body = request.method === "HEAD" || pieces.length === 0 ? null : streamOf(file, pieces);
  return new Response(body, { status, headers });
}

/** nginx and Apache both decode the value; nginx knows the file below its internal location, Apache by its place on the disk. */
function byWebServer(file: MediaFile, { send, accelPrefix }: Site["settings"]["media"], download: boolean): Response {
  const encoded = (path: string) => path.split("/").map(encodeURIComponent).join("/");
  const header: Record<string, string> =
    send === "x-accel"
      ? { "x-accel-redirect": `${accelPrefix}/${encoded(file.segments.join("/"))}` }
      : { "x-sendfile": encoded(file.path) };
  return new Response(null, { headers: { ...handOver(file, download), ...header } });
}

async function refusal(path: string, { nextUrl }: NextRequest): Promise<Response | null> {
  const reason = await refusalAt(path);
  if (reason === null) return null;
  if (reason === "unavailable") return json(503, { error: reason }, { "retry-after": "120" });
  const signIn = reason === "signed_out" || reason === "timed_out";
  return signIn
    ? json(401, { error: reason, login: loginPath(nextUrl.pathname + nextUrl.search) })
    : json(403, { error: reason });
}

function json(status: number, body: Record<string, string>, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { ...noStore, ...noIndex, ...headers } });
}
