/** Yours: a film's teaser, for every active member. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { gallery, watch } from "@/app/theme/copy";
import { screeningOf } from "@/app/theme/films";
import { MemberPage } from "@/app/theme/member-page";
import { Watch, WaysToWatch } from "@/app/theme/screening";
import { requireMember } from "@/lib/session/member";

type TeaserProps = { params: Promise<{ film: string }> };

export async function generateMetadata({ params }: TeaserProps): Promise<Metadata> {
  const film = screeningOf((await params).film);
  return { title: film ? watch.titleOfTeaser(film.title) : gallery.title };
}

export default async function TeaserPage({ params }: TeaserProps) {
  const member = await requireMember("members");
  const film = screeningOf((await params).film);
  if (!film) notFound();

  return (
    <MemberPage member={member} current="gallery">
      <Watch
        film={film}
        clip={film.teaser}
        member={member}
        heading={watch.titleOfTeaser(film.title)}
        length={watch.teaser(film.teaser.seconds)}
      >
        <WaysToWatch film={film} member={member} here="teaser" />
      </Watch>
    </MemberPage>
  );
}
