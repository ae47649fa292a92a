/** A grid of photos, each leading to its page. */

import { MediaImage } from "@/app/parts/media-image";
import type { Member } from "@/lib/member";
import type { Photo } from "./films";

/** Thumbnails with captions, two abreast on a phone, four on a desk. */
export function PhotoGrid({ photos, member }: { photos: readonly Photo[]; member: Member }) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-7 sm:gap-x-6 lg:grid-cols-4">
      {photos.map(({ slug, title, place, alt, thumb }) => (
        <li key={slug}>
          <figure className="group relative">
            <MediaImage picture={thumb} alt={alt} member={member} lazy className="h-auto w-full rounded-card" />
            <figcaption className="mt-2.5">
              <h3 className="text-lg">
                <a
                  href={`/members/gallery/${slug}`}
                  className="underline-offset-4 group-hover:underline after:absolute after:inset-0 after:rounded-card"
                >
                  {title}
                </a>
              </h3>
              <p className="text-sm text-muted">{place}</p>
            </figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
