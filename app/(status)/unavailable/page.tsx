/** Shown while the sign-in page of the site does not answer (?returnTo=/path keeps the destination). */
import type { Metadata } from "next";
import { connection } from "next/server";
import { ButtonLink } from "@/app/theme/button";
import { common, session } from "@/app/theme/copy";
import { StatusCard } from "@/app/theme/status-card";
import { safeReturnPath } from "@/lib/http/return-path";

export const metadata: Metadata = { title: session.unavailable.heading };

type UnavailableProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function UnavailablePage({ searchParams }: UnavailableProps) {
  await connection();
  const { returnTo } = await searchParams;
  const target = safeReturnPath(typeof returnTo === "string" ? returnTo : undefined);
  return (
    <StatusCard
      words={session.unavailable}
      action={<ButtonLink href={target}>{common.tryAgain}</ButtonLink>}
      ways={[{ href: "/", label: common.home }]}
      scene="forest"
    />
  );
}
