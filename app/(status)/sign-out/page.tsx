/**
 * Asks before signing out when a link led here. The button on the members' pages signs out at once.
 */
import type { Metadata } from "next";
import { connection } from "next/server";
import { LogoutButton } from "@/app/parts/logout-button";
import { SignedOutCard } from "@/app/parts/signed-out-card";
import { StatusCard } from "@/app/parts/status-card";
import { session } from "@/app/theme/words/en";
import { signOutTarget } from "@/lib/access/return-path";
import { addresses } from "@/lib/addresses";
import { getMember, signOutToken } from "@/lib/member";
import { site } from "@/lib/site";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMember()) ? session.signOut.heading : session.signedOut.heading };
}

type SignOutProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function SignOutPage({ searchParams }: SignOutProps) {
  await connection();
  const { returnTo } = await searchParams;
  const member = await getMember();
  if (!member) return <SignedOutCard />;
  return (
    <StatusCard
      page="sign-out"
      words={session.signOut}
      name={member.name}
      action={<LogoutButton look="main" returnTo={allowedTarget(returnTo)} token={await signOutToken(member)} />}
      ways={[{ href: addresses.membersHome, label: session.signOut.stay }]}
    />
  );
}

/** Returns the target in the address if the settings allow it. The sign-out checks it again. */
function allowedTarget(returnTo: string | string[] | undefined): string | null {
  const { origin, returnOrigins } = site().settings;
  return typeof returnTo === "string" ? signOutTarget(returnTo, origin, returnOrigins) : null;
}
