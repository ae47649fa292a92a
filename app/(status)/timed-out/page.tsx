/** Shown after a time limit signed the member out: one step back to the page (?returnTo=/path). */
import type { Metadata } from "next";
import { connection } from "next/server";
import { ButtonLink } from "@/app/theme/button";
import { common, session } from "@/app/theme/copy";
import { StatusCard } from "@/app/theme/status-card";
import { loginPath, safeReturnPath } from "@/lib/http/return-path";

export const metadata: Metadata = { title: session.timedOut.heading };

type TimedOutProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function TimedOutPage({ searchParams }: TimedOutProps) {
  await connection();
  const { returnTo } = await searchParams;
  const target = safeReturnPath(typeof returnTo === "string" ? returnTo : undefined);
  return (
    <StatusCard
      words={session.timedOut}
      action={<ButtonLink href={loginPath(target)}>{session.timedOut.action}</ButtonLink>}
      ways={[{ href: "/", label: common.home }]}
      scene="reeds"
    />
  );
}
