/** Asks before signing out, for links that lead here; the button on the members' pages needs no question. */
import type { Metadata } from "next";
import { connection } from "next/server";
import { ButtonLink } from "@/app/theme/button";
import { common, session } from "@/app/theme/copy";
import { LogoutButton } from "@/app/theme/logout-button";
import { StatusCard } from "@/app/theme/status-card";
import { loginPath } from "@/lib/http/return-path";
import { getMember } from "@/lib/session/member";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMember()) ? session.signOut.heading : session.signedOut.heading };
}

export default async function SignOutPage() {
  await connection();
  const member = await getMember();
  if (!member) {
    return (
      <StatusCard
        words={session.signedOut}
        action={<ButtonLink href={loginPath("/members")}>{session.signedOut.action}</ButtonLink>}
        ways={[{ href: "/", label: common.home }]}
        scene="dunes"
      />
    );
  }
  return (
    <StatusCard
      words={session.signOut}
      name={member.name}
      action={<LogoutButton look="main" />}
      ways={[{ href: "/members", label: session.signOut.stay }]}
      scene="dunes"
    />
  );
}
