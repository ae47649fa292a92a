/**
 * Shown after a time limit has ended the session. One link leads back to the page in `?returnTo=`.
 */
import type { Metadata } from "next";
import { connection } from "next/server";
import { TimedOutCard } from "@/app/parts/return-cards";
import { words } from "@/app/theme/words";
import { safeReturnPath } from "@/lib/access/return-path";
import { chosenScheme } from "@/lib/member";

export const metadata: Metadata = { title: words().session.timedOut.heading };

type TimedOutProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function TimedOutPage({ searchParams }: TimedOutProps) {
  await connection();
  const { returnTo } = await searchParams;
  const wanted = safeReturnPath(typeof returnTo === "string" ? returnTo : undefined);
  return <TimedOutCard wanted={wanted} scheme={await chosenScheme()} />;
}
