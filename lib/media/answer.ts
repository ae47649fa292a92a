/** Computes the response to a request for a file: RFC 9110 sections 13 and 14. Pure. */
import { extname } from "node:path";
import fresh from "fresh";
import { contentType } from "mime-types";
import { randomText } from "../session/seal";
import type { MediaFile } from "./files";
import { type ByteRange, rangesOf } from "./ranges";

/** The facts about a file that its response depends on. */
export type FileFacts = Pick<MediaFile, "name" | "size" | "modified">;

/** A piece of a body: bytes of the file, or text that separates multipart ranges. */
export type Piece = ByteRange | string;

/** A response whose bytes are still to be read. */
export interface FileAnswer {
  status: 200 | 206 | 304 | 412 | 416;
  headers: Record<string, string>;
  pieces: readonly Piece[];
}

/**
 * Headers of every file. A browser may keep the file but asks again each time, so the gate decides
 * each time. Shared caches may not keep it. Compression is off: it would change the byte ranges.
 */
const commonHeaders = {
  "cache-control": "private, no-cache, no-transform",
  vary: "Cookie",
  "x-content-type-options": "nosniff",
} as const;

/**
 * Types that cannot run scripts of this site. They get no sandbox, because PDF viewers fail in one.
 * The policy allows what a browser's own page around an image or a film needs.
 */
const passiveType = /^(video\/|audio\/|image\/(?!svg)|application\/pdf$)/;
const passivePolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

/** For all other types: an HTML or SVG file must neither run scripts nor read from this site. */
const sandboxPolicy = "sandbox; default-src 'none'";

/**
 * Answers a GET or HEAD. With `download` the browser saves the file instead of showing it. A HEAD
 * ignores Range (RFC 9110 section 14.2).
 */
export function answerFor(file: FileFacts, method: string, request: Headers, download: boolean): FileAnswer {
  const etag = entityTag(file);
  const lastModified = new Date(file.modified).toUTCString();
  const headers = { ...commonHeaders, "accept-ranges": "bytes", etag, "last-modified": lastModified };
  if (preconditionFailed(request, etag, lastModified)) return { status: 412, headers, pieces: [] };
  if (fresh(Object.fromEntries(request), headers)) return { status: 304, headers, pieces: [] };
  const described = { ...headers, ...representationHeaders(file, download) };
  const wantsRange = method === "GET" && [null, etag, lastModified].includes(request.get("if-range"));
  const ranges = wantsRange ? rangesOf(request.get("range"), file.size) : "whole";
  if (ranges === "unsatisfiable") {
    return { status: 416, headers: { ...headers, "content-range": `bytes */${file.size}` }, pieces: [] };
  }
  if (ranges === "whole") return withLength(200, described, [{ start: 0, end: file.size - 1 }]);
  const [first, second] = ranges;
  if (!first || second) return multipart(described, ranges, file.size);
  return withLength(206, { ...described, "content-range": contentRange(first, file.size) }, [first]);
}

/** Returns the headers for a file that the web server sends. It adds length, ETag and ranges. */
export function handOverHeaders(file: FileFacts, download: boolean): Record<string, string> {
  return { ...commonHeaders, ...representationHeaders(file, download) };
}

/** Returns a strong ETag. Instances with the same copy of the folder (size, mtime) agree on it. */
function entityTag({ size, modified }: FileFacts): string {
  return `"${size.toString(36)}-${Math.round(modified * 1000).toString(36)}"`;
}

/** RFC 9110 section 13.2.2, steps 1 and 2: If-Match uses strong comparison and takes precedence. */
function preconditionFailed(request: Headers, etag: string, lastModified: string): boolean {
  const match = request.get("if-match");
  if (match !== null) return match.trim() !== "*" && !match.split(",").some((tag) => tag.trim() === etag);
  // An invalid date parses to NaN and compares as false: section 13.1.4 says to ignore it.
  return Date.parse(lastModified) > Date.parse(request.get("if-unmodified-since") ?? "");
}

function representationHeaders({ name }: FileFacts, download: boolean): Record<string, string> {
  const type = contentType(extname(name)) || "application/octet-stream";
  return {
    "content-type": type,
    "content-security-policy": passiveType.test(type) ? passivePolicy : sandboxPolicy,
    ...(download ? { "content-disposition": attachment(name) } : {}),
  };
}

/** RFC 6266: `filename*` holds the name in UTF-8 (RFC 8187), `filename` an ASCII fallback. */
function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const hex = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, hex)}`;
}

function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

/** Puts several ranges into one body: RFC 9110 section 14.6. */
function multipart(headers: Record<string, string>, ranges: readonly ByteRange[], size: number): FileAnswer {
  const boundary = randomText(16);
  const type = headers["content-type"];
  const partHeader = (range: ByteRange) =>
    `\r\n--${boundary}\r\ncontent-type: ${type}\r\ncontent-range: ${contentRange(range, size)}\r\n\r\n`;
  const pieces = [...ranges.flatMap((range) => [partHeader(range), range]), `\r\n--${boundary}--\r\n`];
  return withLength(206, { ...headers, "content-type": `multipart/byteranges; boundary=${boundary}` }, pieces);
}

function withLength(status: 200 | 206, headers: Record<string, string>, pieces: readonly Piece[]): FileAnswer {
  const lengthOf = (piece: Piece) =>
    typeof piece === "string" ? Buffer.byteLength(piece) : piece.end - piece.start + 1;
  const length = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  return { status, headers: { ...headers, "content-length": String(length) }, pieces };
}
