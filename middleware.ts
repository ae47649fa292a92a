/** The door to every request: lib/locks/gate.ts decides. On the edge, because it names no runtime. For Node rename file and function to `proxy`. */
import type { NextRequest } from "next/server";
import { gate } from "@/lib/locks/gate";
import { site } from "@/lib/site";

export function middleware(request: NextRequest) {
  return gate(request, site());
}

/** Everything but hashed build files. No exceptions by extension: they would be holes. */
export const config = { matcher: ["/((?!_next/static/).*)"] };
