/** next-auth's browser half: `useSession()` and its provider, typed by our schema. */

"use client";

export type { Session } from "next-auth";
export { SessionProvider, useSession } from "next-auth/react";
