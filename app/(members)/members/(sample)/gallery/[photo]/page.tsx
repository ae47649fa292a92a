/**
 * Sample: one photo, large, with the way to the ones beside it. A page, because a link to the file
 * itself may be good for minutes only.
 */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ButtonLink } from "@/app/parts/button";
import { MediaImage } from "@/app/parts/media-image";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";
import { type Photo, photos } from "../../films";
import { sampleWords } from "../../words";

type PhotoProps = { params: Promise<{ photo: string }> };

async function photoOf({ params }: PhotoProps): Promise<Photo> {
  const { photo: asked } = await params;
  return photos.find(({ slug }) => slug === asked) ?? notFound();
}

export async function generateMetadata(props: PhotoProps): Promise<Metadata> {
  await requireMember("members");
  const { slug } = await photoOf(props);
  return { title: sampleWords().photos[slug].title };
}

export default async function PhotoPage(props: PhotoProps) {
  const member = await requireMember("members");
  const photo = await photoOf(props);
  const { gallery, photos: texts } = sampleWords();
  const { title, place, alt } = texts[photo.slug];
  const index = photos.indexOf(photo);
  const previous = photos[index - 1];
  const next = photos[index + 1];

  return (
    <MemberPage member={member} current="/members/gallery">
      <a href="/members/gallery" className="link">
        {gallery.back}
      </a>
      <div className="mt-1 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-3xl sm:text-4xl">{title}</h1>
          <p className="mt-1 text-muted">
            {place} · {gallery.position(index + 1, photos.length)}
          </p>
        </div>
        <nav aria-label={gallery.pagination} className="flex flex-wrap gap-3">
          {previous ? (
            <ButtonLink href={`/members/gallery/${previous.slug}`} look="quiet">
              {gallery.previous}
            </ButtonLink>
          ) : null}
          {next ? (
            <ButtonLink href={`/members/gallery/${next.slug}`} look="quiet">
              {gallery.next}
            </ButtonLink>
          ) : null}
        </nav>
      </div>
      <MediaImage picture={photo.still} alt={alt} member={member} className="mt-6 h-auto w-full rounded-card" />
    </MemberPage>
  );
}
