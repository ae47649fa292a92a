/** Sample: a film's teaser, for every active member. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";
import { screeningOf } from "../../films";
import { Watch, WaysToWatch } from "../../screening";
import { gallery, watch } from "../../words";

type TeaserProps = { params: Promise<{ film: string }> };

export async function generateMetadata({ params }: TeaserProps): Promise<Metadata> {
  await requireMember("members");
  const film = screeningOf((await params).film);
  return { title: film ? watch.titleOfTeaser(film.title) : gallery.title };
}

export default async function TeaserPage({ params }: TeaserProps) {
  const member = await requireMember("members");
  const film = screeningOf((await params).film);
  if (!film) notFound();

  return (
    <MemberPage member={member} current="/members/gallery">
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
