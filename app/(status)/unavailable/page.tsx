/**
 * Shown with 503 while NATS does not respond: to sign in, or to confirm claims beyond the grace.
 */
import type { Metadata } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import { UnavailableCard } from "@/app/parts/return-cards";
import { words } from "@/app/theme/words";
import { askedReturnPath } from "@/lib/access/return-path";
import { addresses } from "@/lib/addresses";
import { pathHeader } from "@/lib/http/headers";
import { chosenScheme, getMember } from "@/lib/member";
import { site } from "@/lib/site";

export async function generateMetadata(): Promise<Metadata> {
  const { unavailable, unconfirmed } = words().session;
  return { title: (await getMember()) ? unconfirmed.heading : unavailable.heading };
}

type UnavailableProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function UnavailablePage({ searchParams }: UnavailableProps) {
  await connection();
  const { returnTo } = await searchParams;
  const shownAt = (await headers()).get(pathHeader) ?? addresses.unavailable;
  // In place of another page. The gate itself runs on the edge, where nothing keeps count.
  if (!shownAt.startsWith(addresses.unavailable)) site().count("refusal", { reason: "unavailable" });
  const asked = typeof returnTo === "string" ? returnTo : shownAt;
  const wanted = askedReturnPath(asked, site().settings.client.redirectUri);
  return <UnavailableCard name={(await getMember())?.name} wanted={wanted} scheme={await chosenScheme()} />;
}
