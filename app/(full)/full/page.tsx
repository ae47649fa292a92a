/** Yours: the full collection, for full members. */
import type { Metadata } from "next";
import { full } from "@/app/theme/copy";
import { FilmGrid } from "@/app/theme/film-grid";
import { fullFilms } from "@/app/theme/films";
import { MemberPage } from "@/app/theme/member-page";
import { requireMember } from "@/lib/session/member";

export const metadata: Metadata = { title: full.title };

export default async function FullPage() {
  const member = await requireMember("full");

  return (
    <MemberPage member={member} current="full">
      <h1 className="text-3xl sm:text-4xl">{full.title}</h1>
      <p className="mt-3 mb-8 text-lg">{full.lead}</p>
      <FilmGrid films={fullFilms} />
    </MemberPage>
  );
}
