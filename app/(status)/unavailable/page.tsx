/**
 * Shown with 503 while NATS does not respond: to sign in, or to confirm claims beyond the grace.
 */
import type { Metadata } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import { ReturnLink } from "@/app/parts/return-link";
import { StatusCard } from "@/app/parts/status-card";
import { common, session } from "@/app/theme/words/en";
import { askedReturnPath } from "@/lib/access/return-path";
import { addresses } from "@/lib/addresses";
import { pathHeader } from "@/lib/http/headers";
import { getMember } from "@/lib/member";
import { site } from "@/lib/site";

export const metadata: Metadata = { title: session.unavailable.heading };

type UnavailableProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function UnavailablePage({ searchParams }: UnavailableProps) {
  await connection();
  const { returnTo } = await searchParams;
  const wanted = typeof returnTo === "string" ? returnTo : (await headers()).get(pathHeader);
  const member = await getMember();
  return (
    <StatusCard
      page="unavailable"
      words={member ? session.unconfirmed : session.unavailable}
      name={member?.name}
      action={
        <ReturnLink to={askedReturnPath(wanted, site().settings.client.redirectUri)}>{common.tryAgain}</ReturnLink>
      }
      ways={[{ href: addresses.frontPage, label: common.home }]}
    />
  );
}
