/** Yours: the full collection, for full members. */
import type { Metadata } from "next";
import { CardGrid } from "@/app/parts/card-grid";
import { MemberPage } from "@/app/parts/member-page";
import { fullCards } from "@/app/theme/contents";
import { words } from "@/app/theme/words";
import { requireMember } from "@/lib/member";

export async function generateMetadata(): Promise<Metadata> {
  await requireMember("full");
  return { title: words().full.title };
}

export default async function FullPage() {
  const member = await requireMember("full");
  const { full } = words();
  const cards = fullCards();
  return (
    <MemberPage member={member} current="/full">
      <h1 className="text-3xl sm:text-4xl">{full.title}</h1>
      <p className="mt-3 mb-8 text-lg">{full.lead}</p>
      {cards.length > 0 ? <CardGrid cards={cards} member={member} /> : <p className="text-muted">{full.empty}</p>}
    </MemberPage>
  );
}
