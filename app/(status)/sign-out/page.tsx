/**
 * Asks before signing out when a link led here. The button on the members' pages signs out at once.
 */
import type { Metadata } from "next";
import { connection } from "next/server";
import { LogoutButton } from "@/app/parts/logout-button";
import { SignedOutCard, SignOutCard } from "@/app/parts/status-cards";
import { words } from "@/app/theme/words";
import { signOutTarget } from "@/lib/access/return-path";
import { chosenScheme, getMember, signOutToken } from "@/lib/member";
import { site } from "@/lib/site";

export async function generateMetadata(): Promise<Metadata> {
  const { session } = words();
  return { title: (await getMember()) ? session.signOut.heading : session.signedOut.heading };
}

type SignOutProps = { searchParams: Promise<{ returnTo?: string | string[] }> };

export default async function SignOutPage({ searchParams }: SignOutProps) {
  await connection();
  const { returnTo } = await searchParams;
  const member = await getMember();
  const scheme = await chosenScheme();
  if (!member) return <SignedOutCard scheme={scheme} />;
  const token = await signOutToken(member);
  const button = <LogoutButton look="main" returnTo={allowedTarget(returnTo)} token={token} />;
  return <SignOutCard name={member.name} button={button} scheme={scheme} />;
}

/** Returns the target in the address if the settings allow it. The sign-out checks it again. */
function allowedTarget(returnTo: string | string[] | undefined): string | null {
  const { origin, returnOrigins } = site().settings;
  return typeof returnTo === "string" ? signOutTarget(returnTo, origin, returnOrigins) : null;
}
