/**
 * Shown when a sign-in failed. The sealed ticket in `?e=` holds the reason and the page asked for.
 */
import type { Metadata } from "next";
import { connection } from "next/server";
import { SignInFailedCard } from "@/app/parts/status-cards";
import { words } from "@/app/theme/words";
import { chosenScheme } from "@/lib/member";
import { openFailure } from "@/lib/session/failure-ticket";
import { site } from "@/lib/site";

type SignInFailedProps = { searchParams: Promise<{ e?: string | string[] }> };

async function failureIn({ searchParams }: SignInFailedProps) {
  const { e } = await searchParams;
  return openFailure(typeof e === "string" ? e : undefined, site().settings.secrets);
}

export async function generateMetadata(props: SignInFailedProps): Promise<Metadata> {
  const { failures, failureUnknown } = words();
  const failure = await failureIn(props);
  return { title: (failure ? failures[failure.code] : failureUnknown).heading };
}

export default async function SignInFailedPage(props: SignInFailedProps) {
  await connection();
  return <SignInFailedCard failure={await failureIn(props)} scheme={await chosenScheme()} />;
}
