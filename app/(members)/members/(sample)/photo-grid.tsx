/** A grid of photos, each leading to its page. */

import { MediaImage } from "@/app/parts/media-image";
import type { Member } from "@/lib/member";
import type { Photo } from "./films";
import { sampleWords } from "./words";

/** Thumbnails with captions, two abreast on a phone, four on a desk. */
export function PhotoGrid({ photos, member }: { photos: readonly Photo[]; member: Member }) {
  const words = sampleWords().photos;
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-7 sm:gap-x-6 lg:grid-cols-4">
      {photos.map(({ slug, thumb }) => (
        <li key={slug}>
          <figure className="group relative">
            <MediaImage
              picture={thumb}
              alt={words[slug].alt}
              member={member}
              lazy
              className="h-auto w-full rounded-card"
            />
            <figcaption className="mt-2.5">
              <h2 className="text-lg">
                <a
                  href={`/members/gallery/${slug}`}
                  className="underline-offset-4 group-hover:underline after:absolute after:inset-0 after:rounded-card"
                >
                  {words[slug].title}
                </a>
              </h2>
              <p className="text-sm text-muted">{words[slug].place}</p>
            </figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
