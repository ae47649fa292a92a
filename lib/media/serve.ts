/** Serves `/media/…`: checks the gate, finds the file, and sends it or hands it over. */
import type { NextRequest } from "next/server";
import { canonicalPath } from "../access/paths";
import { addresses, mediaRoot, withReturn } from "../addresses";
import { privateJson, refusedJson } from "../answers/json";
import { fitsHeader, headerValue } from "../http/headers";
import { reasonToRefuse } from "../locks/guard";
import type { Site } from "../site";
import { answerFor, handOverHeaders } from "./answer";
import { setContentLength } from "./content-length";
import { findFile, type MediaFile } from "./files";
import { findFileOnce } from "./found-files";
import { streamOf } from "./stream";

/** Answers GET and HEAD. A refusal is JSON and does not reveal whether the file exists. */
export async function serveMedia(request: NextRequest, site: Site): Promise<Response> {
  const response = await answer(request, site);
  site.count("media_answer", { status: `${response.status}` });
  return response;
}

async function answer(request: NextRequest, site: Site): Promise<Response> {
  const { media } = site.settings;
  const path = canonicalPath(request.nextUrl.pathname);
  if (!path?.startsWith(mediaRoot)) return privateJson(404, { error: "not_found" });
  const refused = await refusedAnswer(path, request);
  if (refused) return refused;
  const find = media.send === "stream" ? findFile : findFileOnce;
  const file = await find(media.dir, path.slice(mediaRoot.length).split("/"));
  if (!file) return privateJson(404, { error: "not_found" });
  // A symbolic link, or a file system that ignores case, may lead to a file behind a stricter gate.
  const realPath = mediaRoot + file.segments.join("/");
  const refusedThere = realPath === path ? null : await refusedAnswer(realPath, request);
  if (refusedThere) return refusedThere;
  const download = request.nextUrl.searchParams.has("download");
  if (media.send === "x-sendfile" && !fitsHeader(file.path)) return privateJson(404, { error: "not_found" });
  return media.send === "stream" ? stream(file, request, download, site) : handOver(file, media, download);
}

async function refusedAnswer(path: string, { nextUrl }: NextRequest): Promise<Response | null> {
  const reason = await reasonToRefuse(path);
  return reason && refusedJson(reason, withReturn(addresses.login, nextUrl.pathname + nextUrl.search));
}

function stream(file: MediaFile, request: NextRequest, download: boolean, { log, count }: Site): Response {
  const { status, headers, pieces } = answerFor(file, request.method, request.headers, download);
  if (headers["content-length"]) setContentLength(headers["content-length"]);
  if (request.method === "HEAD" || pieces.length === 0) return new Response(null, { status, headers });
  const operator = "Reading this file of MEDIA_DIR failed. Was it replaced or cut short during the transfer?";
  const onError = ({ message }: Error) => log("error", "error", { file: file.path, detail: message, operator });
  const onBytes = (bytes: number) => count("media_bytes", {}, bytes);
  return new Response(streamOf(file, pieces, { onError, onBytes }), { status, headers });
}

/**
 * Tells the web server by a header to send the file. nginx expects an encoded path below its
 * internal location. Debian's mod_xsendfile expects a plain path on disk; newer versions decode it,
 * which is harmless because file paths contain no percent sign.
 */
function handOver(file: MediaFile, { send, accelPrefix }: Site["settings"]["media"], download: boolean): Response {
  const encoded = file.segments.map(encodeURIComponent).join("/");
  const header: Record<string, string> =
    send === "x-accel" ? { "x-accel-redirect": `${accelPrefix}/${encoded}` } : { "x-sendfile": headerValue(file.path) };
  return new Response(null, { headers: { ...handOverHeaders(file, download), ...header } });
}
