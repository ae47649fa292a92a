/** Sample: a form with a server action that survives a time-out. */
import type { Metadata } from "next";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";
import { sampleWords } from "../words";
import { SuggestForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  await requireMember("members");
  return { title: sampleWords().suggest.title };
}

export default async function SuggestPage() {
  const member = await requireMember("members");
  const { suggest } = sampleWords();
  const { label, action, thanks, empty, tooLong } = suggest;
  return (
    <MemberPage member={member} current="/members/suggest">
      <h1 className="text-3xl sm:text-4xl">{suggest.title}</h1>
      <p className="mt-3 max-w-2xl text-lg">{suggest.lead}</p>
      <p className="mt-2 text-muted">{suggest.sample}</p>
      <SuggestForm owner={member.reference} words={{ label, action, thanks, empty, tooLong }} />
    </MemberPage>
  );
}
