/**
 * Shown after a time limit has ended the session. One link leads back to the page in `?returnTo=`.
 */
import type { Metadata } from "next";
import { connection } from "next/server";
import { ReturnLink } from "@/app/parts/return-link";
import { StatusCard } from "@/app/parts/status-card";
import { common, session } from "@/app/theme/words/en";
import { safeReturnPath } from "@/lib/access/return-path";
import { addresses } from "@/lib/addresses";

export const metadata: Metadata = { title: session.timedOut.heading };

type TimedOutProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function TimedOutPage({ searchParams }: TimedOutProps) {
  await connection();
  const { returnTo } = await searchParams;
  const target = safeReturnPath(typeof returnTo === "string" ? returnTo : undefined);
  return (
    <StatusCard
      page="timed-out"
      words={session.timedOut}
      action={
        <ReturnLink to={target} through={addresses.login}>
          {session.timedOut.action}
        </ReturnLink>
      }
      ways={[{ href: addresses.frontPage, label: common.home }]}
    />
  );
}
