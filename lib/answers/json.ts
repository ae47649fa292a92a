/** JSON for one asker alone: refusals, and addresses made for a member. */
import { NextResponse } from "next/server";
import { noIndex, noStore } from "../http/headers";

/** The answer; nobody keeps it, and no search engine lists it. */
export function privateJson(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): NextResponse {
  return NextResponse.json(body, { status, headers: { ...noStore, ...noIndex, ...headers } });
}
