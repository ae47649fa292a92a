/** JSON answers for one client alone: refusals, and links made for a member. */
import { NextResponse } from "next/server";
import type { Reason } from "../access/reasons";
import { noIndex, noStore, retryLater } from "../http/headers";

/** Answers with JSON that no cache stores and no search engine lists. */
export function privateJson(status: number, body: object, headers: Record<string, string> = {}): NextResponse {
  return NextResponse.json(body, { status, headers: { ...noStore, ...noIndex, ...headers } });
}

/**
 * Refuses a request that is not a page load. Status 401 (signed out, or claims to be read again:
 * open `login` instead), 503 (claims too old, NATS fails: try later), else 403. `login` is an
 * address of ours.
 */
export function refusedJson(error: Reason | "unavailable" | "recheck", login?: string): NextResponse {
  if (error === "unavailable") return privateJson(503, { error }, retryLater);
  const status = error === "signed_out" || error === "timed_out" || error === "recheck" ? 401 : 403;
  return privateJson(status, status === 401 && login ? { error, login } : { error });
}
