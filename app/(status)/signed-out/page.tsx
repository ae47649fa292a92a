/**
 * Where signing out ends: `?from=nats` after a sign-out at NATS too, `?from=devices` after one on
 * all devices. Also where a visit leads that somebody ended; `?returnTo=` is the page asked for.
 */
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { EndedCard } from "@/app/parts/return-cards";
import { SignedOutCard } from "@/app/parts/status-cards";
import { TellOtherTabs } from "@/app/parts/tell-other-tabs";
import { words } from "@/app/theme/words";
import { safeReturnPath } from "@/lib/access/return-path";
import { addresses } from "@/lib/addresses";
import { chosenScheme, endedBy, getMember } from "@/lib/member";

type SignedOutProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const texts = { nats: "signedOutEverywhere", devices: "signedOutDevices" } as const;

export async function generateMetadata(): Promise<Metadata> {
  const by = await endedBy();
  const { ended, signedOut } = words().session;
  return { title: (by ? ended[by] : signedOut).heading };
}

export default async function SignedOutPage({ searchParams }: SignedOutProps) {
  await connection();
  const { from, returnTo } = await searchParams;
  const [by, scheme] = [await endedBy(), await chosenScheme()];
  if (by) {
    return (
      <EndedCard by={by} wanted={safeReturnPath(typeof returnTo === "string" ? returnTo : null)} scheme={scheme} />
    );
  }
  // Opened by hand while signed in: on a shared computer the page must not claim a sign-out.
  if (await getMember()) redirect(addresses.signOut);
  return (
    <>
      <TellOtherTabs />
      <SignedOutCard from={from === "nats" || from === "devices" ? texts[from] : "signedOut"} scheme={scheme} />
    </>
  );
}
