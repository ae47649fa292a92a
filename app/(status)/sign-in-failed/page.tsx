/**
 * Shown when a sign-in failed. The sealed ticket in `?e=` holds the reason and the page asked for.
 */
import type { Metadata } from "next";
import { connection } from "next/server";
import { ButtonLink } from "@/app/parts/button";
import { StatusCard } from "@/app/parts/status-card";
import { common, failures, failureUnknown } from "@/app/theme/words/en";
import { addresses, withReturn } from "@/lib/addresses";
import { openFailure } from "@/lib/session/failure-ticket";
import { site } from "@/lib/site";

type SignInFailedProps = { searchParams: Promise<{ e?: string | string[] }> };

async function readFailure({ searchParams }: SignInFailedProps) {
  const { e } = await searchParams;
  const failure = await openFailure(typeof e === "string" ? e : undefined, site().settings.secrets);
  return { words: failure ? failures[failure.code] : failureUnknown, failure };
}

export async function generateMetadata(props: SignInFailedProps): Promise<Metadata> {
  return { title: (await readFailure(props)).words.heading };
}

export default async function SignInFailedPage(props: SignInFailedProps) {
  await connection();
  const { words, failure } = await readFailure(props);
  return (
    <StatusCard
      page="sign-in-failed"
      words={words}
      action={
        <ButtonLink href={withReturn(addresses.login, failure?.returnTo ?? addresses.membersHome)}>
          {common.tryAgain}
        </ButtonLink>
      }
      ways={[{ href: addresses.frontPage, label: common.home }]}
      reference={failure?.reference}
    />
  );
}
