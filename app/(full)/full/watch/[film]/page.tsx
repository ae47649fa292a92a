/** Yours: a film's long version, for full members. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { gallery, watch } from "@/app/theme/copy";
import { screeningOf } from "@/app/theme/films";
import { MemberPage } from "@/app/theme/member-page";
import { Watch, WaysToWatch } from "@/app/theme/screening";
import { requireMember } from "@/lib/session/member";

type LongProps = { params: Promise<{ film: string }> };

export async function generateMetadata({ params }: LongProps): Promise<Metadata> {
  const film = screeningOf((await params).film);
  return { title: film ? watch.titleOfLong(film.title) : gallery.title };
}

export default async function LongPage({ params }: LongProps) {
  const member = await requireMember("full");
  const film = screeningOf((await params).film);
  if (!film) notFound();

  return (
    <MemberPage member={member} current="gallery">
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
