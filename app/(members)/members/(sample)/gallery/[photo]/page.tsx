/**
 * Sample: one photo, large, with the ones beside it. A page, because a link to the file itself may
 * be good for minutes only.
 */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ButtonLink } from "@/app/parts/button";
import { MediaImage } from "@/app/parts/media-image";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";
import { photos } from "../../films";
import { BackToGallery } from "../../screening";
import { gallery } from "../../words";

type PhotoProps = { params: Promise<{ photo: string }> };

export async function generateMetadata({ params }: PhotoProps): Promise<Metadata> {
  await requireMember("members");
  const { photo } = await params;
  return { title: photos.find(({ slug }) => slug === photo)?.title ?? gallery.title };
}

export default async function PhotoPage({ params }: PhotoProps) {
  const member = await requireMember("members");
  const { photo: asked } = await params;
  const index = photos.findIndex(({ slug }) => slug === asked);
  const photo = photos[index];
  if (!photo) notFound();
  const previous = photos[index - 1];
  const next = photos[index + 1];

  return (
    <MemberPage member={member} current="/members/gallery">
      <BackToGallery />
      <h1 className="mt-2 text-3xl sm:text-4xl">{photo.title}</h1>
      <figure className="mt-6">
        <MediaImage picture={photo.still} alt={photo.alt} member={member} className="h-auto w-full rounded-card" />
        <figcaption className="mt-3 text-muted">{photo.place}</figcaption>
      </figure>
      <nav aria-label={gallery.pagination} className="mt-7 flex flex-wrap gap-3">
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
    </MemberPage>
  );
}
