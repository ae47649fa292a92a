/** next-auth in the browser: `useSession()` and its provider, typed by our claims. */

"use client";

export type { Session } from "next-auth";
export { SessionProvider, useSession } from "next-auth/react";
