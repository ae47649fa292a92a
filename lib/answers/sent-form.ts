/** Reads a form that a browser sent without JavaScript. */
import type { NextRequest } from "next/server";

/** Longest form that is read, in bytes. */
const maxFormBytes = 4096;

/** Returns the fields of a form. Returns null for anything else, and for too many bytes. */
export async function sentForm(request: NextRequest): Promise<URLSearchParams | null> {
  const type = request.headers.get("content-type") ?? "";
  const length = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (request.method !== "POST" || !type.startsWith("application/x-www-form-urlencoded")) return null;
  return length <= maxFormBytes ? new URLSearchParams(await request.text()) : null;
}
