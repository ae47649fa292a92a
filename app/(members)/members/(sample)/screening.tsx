/** A film: its card in the gallery, and the player on its page. */
import { forbidden } from "next/navigation";
import type { ReactNode } from "react";
import { ButtonLink } from "@/app/parts/button";
import { MediaImage } from "@/app/parts/media-image";
import { MediaVideo } from "@/app/parts/media-video";
import { type Member, mediaLink, mediaUrl } from "@/lib/member";
import type { Clip, Screening } from "./films";
import { Lock } from "./lock";
import { gallery, watch } from "./words";

/**
 * The ways to watch a film, the best one first. Others than full members see a lock on the long
 * version; its page says why.
 */
export function WaysToWatch({ film, member, here }: { film: Screening; member: Member; here?: "teaser" | "long" }) {
  const isFull = member.claims.trial === "0";
  const teaser = (
    <ButtonLink key="teaser" href={`/members/watch/${film.slug}`} look={isFull ? "quiet" : "main"}>
      {watch.watchTeaser}
    </ButtonLink>
  );
  const long = (
    <ButtonLink key="long" href={`/full/watch/${film.slug}`} look={isFull ? "main" : "quiet"}>
      <span className="flex flex-wrap items-center justify-center gap-x-3">
        {watch.watchLong}
        {isFull ? null : <Lock />}
      </span>
    </ButtonLink>
  );
  const ways = here === "teaser" ? [long] : here === "long" ? [teaser] : isFull ? [long, teaser] : [teaser, long];
  return <div className="flex flex-wrap gap-3">{ways}</div>;
}

/** A film in the gallery. */
export function ScreeningCard({ film, member }: { film: Screening; member: Member }) {
  const { title, place, about, alt, thumb } = film;
  return (
    <article className="grid card overflow-hidden md:grid-cols-2">
      <MediaImage picture={thumb} alt={alt} member={member} className="size-full object-cover" />
      <div className="p-5 sm:p-7">
        <h3 className="text-2xl">{title}</h3>
        <p className="text-sm text-muted">{place}</p>
        <p className="mt-3 mb-6">{about}</p>
        <WaysToWatch film={film} member={member} />
      </div>
    </article>
  );
}

interface WatchProps {
  film: Screening;
  clip: Clip;
  member: Member;
  /** The page's heading: which version of the film it is. */
  heading: string;
  /** Which version and how long, in words. */
  length: string;
  children: ReactNode;
}

/** The player with what there is to know about the film, and below it `children`. */
export async function Watch({ film, clip, member, heading, length, children }: WatchProps) {
  const link = mediaLink(clip.path, member);
  if (link.kind !== "link") forbidden();
  return (
    <>
      <BackToGallery />
      <h1 className="mt-2 text-3xl sm:text-4xl">{film.title}</h1>
      <p className="mt-2 text-muted">
        {film.place} · {length}
      </p>
      <figure className="mt-6">
        <MediaVideo
          path={clip.path}
          src={link.url}
          goodFor={link.expires === null ? undefined : link.expires - Math.floor(Date.now() / 1000)}
          poster={await mediaUrl(film.poster.path, member)}
          width={clip.width}
          height={clip.height}
          label={heading}
        />
        <figcaption className="mt-4 max-w-prose">{film.about}</figcaption>
      </figure>
      <div className="mt-7">{children}</div>
    </>
  );
}

/** The way back, above a photo or a film. */
export function BackToGallery() {
  return (
    <a href="/members/gallery" className="link">
      {gallery.back}
    </a>
  );
}
