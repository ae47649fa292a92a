/** `/media/…`: judges, finds and sends a member's file, or has the web server in front send it. */
import type { NextRequest } from "next/server";
import { canonicalPath } from "../access/paths";
import { addresses, mediaRoot, withReturn } from "../addresses";
import { privateJson, refusedJson } from "../answers/json";
import { headerValue } from "../http/headers";
import { reasonToRefuse } from "../locks/guard";
import type { Site } from "../site";
import { answerFor, handOver } from "./answer";
import { stateLength } from "./content-length";
import { findFile, type MediaFile } from "./files";
import { streamOf } from "./stream";

/** Answers GET and HEAD. Who may not enter learns why, as JSON, and never whether a file exists. */
export async function serveMedia(request: NextRequest, site: Site): Promise<Response> {
  const { media } = site.settings;
  const path = canonicalPath(request.nextUrl.pathname);
  if (!path?.startsWith(mediaRoot)) return privateJson(404, { error: "not_found" });
  const refused = await refusal(path, request);
  if (refused) return refused;
  const file = await findFile(media.dir, path.slice(mediaRoot.length).split("/"));
  if (!file) return privateJson(404, { error: "not_found" });
  // A link within the folder, or a file system that ignores case, may lead behind a stricter gate than the address.
  const realPath = mediaRoot + file.segments.join("/");
  const refusedThere = realPath === path ? null : await refusal(realPath, request);
  if (refusedThere) return refusedThere;
  const download = request.nextUrl.searchParams.has("download");
  return media.send === "stream" ? stream(file, request, download, site) : byWebServer(file, media, download);
}

function stream(file: MediaFile, request: NextRequest, download: boolean, { log }: Site): Response {
  const { status, headers, pieces } = answerFor(file, request.method, request.headers, download);
  if (headers["content-length"] !== undefined) stateLength(Number(headers["content-length"]));
  if (request.method === "HEAD" || pieces.length === 0) return new Response(null, { status, headers });
  const operator = "A file of MEDIA_DIR could not be read to its end. Was it changed or cut short meanwhile?";
  const failed = ({ message }: Error) => log("error", "error", { file: file.path, detail: message, operator });
  return new Response(streamOf(file, pieces, failed), { status, headers });
}

/**
 * nginx decodes the value and knows the file below its internal location. Debian's mod_xsendfile takes the place on the disk as it is;
 * later ones decode, which changes nothing in a path without a percent sign.
 */
function byWebServer(file: MediaFile, { send, accelPrefix }: Site["settings"]["media"], download: boolean): Response {
  const encoded = file.segments.map(encodeURIComponent).join("/");
  const header: Record<string, string> =
    send === "x-accel" ? { "x-accel-redirect": `${accelPrefix}/${encoded}` } : { "x-sendfile": headerValue(file.path) };
  return new Response(null, { headers: { ...handOver(file, download), ...header } });
}

async function refusal(path: string, { nextUrl }: NextRequest): Promise<Response | null> {
  const reason = await reasonToRefuse(path);
  return reason && refusedJson(reason, withReturn(addresses.login, nextUrl.pathname + nextUrl.search));
}
