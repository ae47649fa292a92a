/** Where signing out ends. */
import type { Metadata } from "next";
import { connection } from "next/server";
import { ButtonLink } from "@/app/theme/button";
import { common, session } from "@/app/theme/copy";
import { StatusCard } from "@/app/theme/status-card";
import { loginPath } from "@/lib/http/return-path";

export const metadata: Metadata = { title: session.signedOut.heading };

export default async function SignedOutPage() {
  await connection();
  return (
    <StatusCard
      words={session.signedOut}
      action={<ButtonLink href={loginPath("/members")}>{session.signedOut.action}</ButtonLink>}
      ways={[{ href: "/", label: common.home }]}
      scene="dunes"
    />
  );
}
