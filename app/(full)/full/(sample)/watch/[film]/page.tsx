/** Sample: a film's long version, for full members. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { screeningOf } from "@/app/(members)/members/(sample)/films";
import { Watch, WaysToWatch } from "@/app/(members)/members/(sample)/screening";
import { gallery, watch } from "@/app/(members)/members/(sample)/words";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";

type LongProps = { params: Promise<{ film: string }> };

export async function generateMetadata({ params }: LongProps): Promise<Metadata> {
  await requireMember("full");
  const film = screeningOf((await params).film);
  return { title: film ? watch.titleOfLong(film.title) : gallery.title };
}

export default async function LongPage({ params }: LongProps) {
  const member = await requireMember("full");
  const film = screeningOf((await params).film);
  if (!film) notFound();

  return (
    <MemberPage member={member} current="/members/gallery">
      <Watch
        film={film}
        clip={film.long}
        member={member}
        heading={watch.titleOfLong(film.title)}
        length={watch.long(film.long.seconds)}
      >
        <WaysToWatch film={film} member={member} here="long" />
      </Watch>
    </MemberPage>
  );
}
