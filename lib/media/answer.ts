/** What to answer about a file: status, headers and the parts to send (RFC 9110 sections 13 and 14). Pure. */
import { extname } from "node:path";
import fresh from "fresh";
import { contentType } from "mime-types";
import { randomText } from "../session/seal";
import { type ByteRange, rangesOf } from "./ranges";

/** What an answer depends on. `modified` in milliseconds since 1970. */
export interface FileFacts {
  name: string;
  size: number;
  modified: number;
}

/** Part of a body: a piece of the file, or text between two. */
export type Piece = ByteRange | string;

/** An answer, but for the bytes. */
export interface FileAnswer {
  status: 200 | 206 | 304 | 412 | 416;
  headers: Record<string, string>;
  pieces: readonly Piece[];
}

/**
 * For every file. The browser may keep it, and asks each time whether it still may show it; nobody else keeps it, and nobody compresses it (a
 * range of a compressed file is no range of the file).
 */
const always = {
  "cache-control": "private, no-cache, no-transform",
  vary: "Cookie",
  "x-content-type-options": "nosniff",
} as const;

/** Pictures, sound, film and PDF run no scripts of this site (viewers refuse a sandbox), and a browser that opens one shows it in a page of its own, which needs this much. */
const passive = /^(video\/|audio\/|image\/(?!svg)|application\/pdf$)/;
const passivePolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

/** Anything else may be a page: it is shown, but runs no script of this site and reads nothing of it. */
const pagePolicy = "sandbox; default-src 'none'";

/** The answer to a GET or HEAD with these headers. `download`: to be saved, not shown. A HEAD has no ranges (RFC 9110 section 14.2). */
export function answerFor(file: FileFacts, method: string, request: Headers, download: boolean): FileAnswer {
  const etag = entityTag(file);
  const lastModified = new Date(file.modified).toUTCString();
  const headers = { ...always, "accept-ranges": "bytes", etag, "last-modified": lastModified };
  if (preconditionFailed(request, etag, lastModified)) return { status: 412, headers, pieces: [] };
  if (fresh(Object.fromEntries(request), { etag, "last-modified": lastModified })) {
    return { status: 304, headers, pieces: [] };
  }
  const described = { ...headers, ...representation(file, download) };
  const ifRange = request.get("if-range");
  const honoured = method === "GET" && (ifRange === null || ifRange === etag || ifRange === lastModified);
  const ranges = honoured ? rangesOf(request.get("range"), file.size) : "whole";
  if (ranges === "unsatisfiable") {
    return { status: 416, headers: { ...headers, "content-range": `bytes */${file.size}` }, pieces: [] };
  }
  if (ranges === "whole") return withLength(200, described, [{ start: 0, end: file.size - 1 }]);
  const [first, ...others] = ranges;
  if (first && others.length === 0) {
    return withLength(206, { ...described, "content-range": contentRange(first, file.size) }, [first]);
  }
  return multipart(described, ranges, file.size);
}

/** The answer that has the web server in front send the file: type and disposition are ours, ranges and conditions are its own. */
export function handOver(file: FileFacts, download: boolean): Record<string, string> {
  return { ...always, ...representation(file, download) };
}

/** Size and time of change to the microsecond: strong, and the same on every machine that has the same copy of the folder. */
function entityTag({ size, modified }: FileFacts): string {
  return `"${size.toString(36)}-${Math.round(modified * 1000).toString(36)}"`;
}

/** RFC 9110 section 13.2.2, steps 1 and 2: If-Match compares strongly, If-Unmodified-Since counts only without it. */
function preconditionFailed(request: Headers, etag: string, lastModified: string): boolean {
  const match = request.get("if-match");
  if (match !== null) return match.trim() !== "*" && !match.split(",").some((tag) => tag.trim() === etag);
  // A date that is none compares as false: the condition is ignored, as it must be.
  return Date.parse(lastModified) > Date.parse(request.get("if-unmodified-since") ?? "");
}

function representation({ name }: FileFacts, download: boolean): Record<string, string> {
  const type = contentType(extname(name)) || "application/octet-stream";
  return {
    "content-type": type,
    "content-security-policy": passive.test(type) ? passivePolicy : pagePolicy,
    ...(download ? { "content-disposition": attachment(name) } : {}),
  };
}

/** RFC 6266 with the name in UTF-8 (RFC 8187), and in ASCII for clients that know no other. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}

function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

/** Several parts in one body: RFC 9110 section 14.6. */
function multipart(headers: Record<string, string>, ranges: readonly ByteRange[], size: number): FileAnswer {
  const boundary = randomText(16);
  const type = headers["content-type"];
  const pieces = ranges.flatMap((range) => [
    `\r\n--${boundary}\r\ncontent-type: ${type}\r\ncontent-range: ${contentRange(range, size)}\r\n\r\n`,
    range,
  ]);
  return withLength(206, { ...headers, "content-type": `multipart/byteranges; boundary=${boundary}` }, [
    ...pieces,
    `\r\n--${boundary}--\r\n`,
  ]);
}

function withLength(status: 200 | 206, headers: Record<string, string>, pieces: readonly Piece[]): FileAnswer {
  const length = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  return { status, headers: { ...headers, "content-length": String(length) }, pieces };
}

function lengthOf(piece: Piece): number {
  return typeof piece === "string" ? Buffer.byteLength(piece) : piece.end - piece.start + 1;
}
