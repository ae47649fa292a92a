/** Shown when a sign-in did not finish. The sealed ticket (?e=) says why and where the member wanted to go. */
import type { Metadata } from "next";
import { connection } from "next/server";
import { ButtonLink } from "@/app/theme/button";
import { common, failures, failureUnknown } from "@/app/theme/copy";
import { StatusCard } from "@/app/theme/status-card";
import { loginPath } from "@/lib/http/return-path";
import { openFailure } from "@/lib/session/failure";
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
      words={words}
      action={<ButtonLink href={loginPath(failure?.returnTo ?? "/members")}>{common.tryAgain}</ButtonLink>}
      ways={[{ href: "/", label: common.home }]}
      reference={failure?.reference}
      scene="shore"
    />
  );
}
