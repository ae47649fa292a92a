/**
 * Where signing out ends; `?everywhere=1` after a sign-out at NATS, too. Tells the browser's other
 * tabs.
 */
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { SignedOutCard } from "@/app/parts/status-cards";
import { TellOtherTabs } from "@/app/parts/tell-other-tabs";
import { words } from "@/app/theme/words";
import { addresses } from "@/lib/addresses";
import { chosenScheme, getMember } from "@/lib/member";

export const metadata: Metadata = { title: words().session.signedOut.heading };

type SignedOutProps = { searchParams: Promise<{ everywhere?: string | string[] }> };

export default async function SignedOutPage({ searchParams }: SignedOutProps) {
  await connection();
  const { everywhere } = await searchParams;
  // Opened by hand while signed in: on a shared computer the page must not claim a sign-out.
  if (await getMember()) redirect(addresses.signOut);
  return (
    <>
      <TellOtherTabs />
      <SignedOutCard everywhere={everywhere === "1"} scheme={await chosenScheme()} />
    </>
  );
}
