/** Where signing out ends (?everywhere=1 when the sign-in page was told, too). Other tabs of this browser hear of it here. */
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { TellOtherTabs } from "@/app/parts/session-watch";
import { SignedOutCard } from "@/app/parts/signed-out-card";
import { session } from "@/app/theme/words/en";
import { addresses } from "@/lib/addresses";
import { getMember } from "@/lib/member";

export const metadata: Metadata = { title: session.signedOut.heading };

type SignedOutProps = { searchParams: Promise<{ everywhere?: string | string[] }> };

export default async function SignedOutPage({ searchParams }: SignedOutProps) {
  await connection();
  const { everywhere } = await searchParams;
  // Opened by hand while signed in: it must not say what is not so, least of all on a shared computer.
  if (await getMember()) redirect(addresses.signOut);
  return (
    <>
      <TellOtherTabs />
      <SignedOutCard everywhere={everywhere === "1"} />
    </>
  );
}
