/**
 * Sends every request through the gate. Runs on the edge, because it names no runtime. To run it on
 * Node, rename this file and the function to `proxy`.
 */
import type { NextRequest } from "next/server";
import { previewWithoutSettings } from "@/lib/answers/preview";
import { gate } from "@/lib/locks/gate";
import { site } from "@/lib/site";

export function middleware(request: NextRequest) {
  return previewWithoutSettings(process.env) ?? gate(request, site());
}

/**
 * All paths but hashed build files, and the address that NATS posts to: Next reads a whole body
 * before middleware runs, and there the key comes first. An exception by file extension would open
 * gated files.
 */
export const config = { matcher: ["/((?!_next/static/|api/nats/members$).*)"] };
