/** Yours: a form with a server action, as an example of one that survives a time-out. */
import type { Metadata } from "next";
import { MemberPage } from "@/app/parts/member-page";
import { suggest } from "@/app/theme/words/en";
import { requireMember } from "@/lib/locks/guard";
import { memberHash } from "@/lib/log";
import { SuggestForm } from "./form";

export const metadata: Metadata = { title: suggest.title };

export default async function SuggestPage() {
  const member = await requireMember("members");
  return (
    <MemberPage member={member} current="suggest">
      <h1 className="text-3xl sm:text-4xl">{suggest.title}</h1>
      <p className="mt-3 max-w-2xl text-lg">{suggest.lead}</p>
      <SuggestForm owner={await memberHash(member.iss, member.sub)} />
    </MemberPage>
  );
}
