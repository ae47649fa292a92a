/** Sample: a film. Full members watch the whole, at the same address as others its teaser. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { MemberPage } from "@/app/parts/member-page";
import { mediaLink, requireMember } from "@/lib/member";
import { type Film, films } from "../../films";
import { Locked } from "../../locked";
import { Player } from "../../player";
import { sampleWords } from "../../words";

type FilmProps = { params: Promise<{ film: string }> };

async function filmOf({ params }: FilmProps): Promise<Film> {
  const { film: asked } = await params;
  return films.find(({ slug }) => slug === asked) ?? notFound();
}

export async function generateMetadata(props: FilmProps): Promise<Metadata> {
  await requireMember("members");
  const { slug } = await filmOf(props);
  return { title: sampleWords().films[slug].title };
}

export default async function FilmPage(props: FilmProps) {
  const member = await requireMember("members");
  const film = await filmOf(props);
  const { films: texts, watch } = sampleWords();
  const { title, place, about } = texts[film.slug];
  // The gate of the film's file decides, so this page needs no rule of its own.
  const whole = mediaLink(film.whole.path, member);
  const refusal = whole.kind === "refused" ? whole.reason : null;
  const clip = refusal === null ? film.whole : film.teaser;

  return (
    <MemberPage member={member} current="/members/latest">
      <a href="/members/latest" className="link">
        {watch.back}
      </a>
      <h1 className="mt-1 text-3xl sm:text-4xl">{title}</h1>
      <p className="mt-1 text-muted">
        {place} · {refusal === null ? watch.film(clip.seconds) : watch.teaser(clip.seconds)}
      </p>
      <div className={refusal === null ? "mt-6" : "mt-6 grid items-start gap-6 lg:grid-cols-3"}>
        <div className="lg:col-span-2">
          <Player
            clip={clip}
            poster={film.poster}
            label={refusal === null ? title : watch.playerOfTeaser(title)}
            member={member}
          />
        </div>
        {refusal === null ? null : <Locked film={film} reason={refusal} member={member} />}
      </div>
      <p className="mt-5 max-w-prose">{about}</p>
    </MemberPage>
  );
}
