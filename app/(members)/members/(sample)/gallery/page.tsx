/** Sample: the gallery, films and photos from MEDIA_DIR. */
import type { Metadata } from "next";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";
import { photos, screenings } from "../films";
import { PhotoGrid } from "../photo-grid";
import { ScreeningCard } from "../screening";
import { gallery } from "../words";

export async function generateMetadata(): Promise<Metadata> {
  await requireMember("members");
  return { title: gallery.title };
}

export default async function GalleryPage() {
  const member = await requireMember("members");
  return (
    <MemberPage member={member} current="/members/gallery">
      <h1 className="text-3xl sm:text-4xl">{gallery.title}</h1>
      <p className="mt-3 text-lg">{gallery.lead}</p>
      <section aria-labelledby="films" className="mt-9">
        <h2 id="films" className="mb-5 text-2xl">
          {gallery.filmHeading}
        </h2>
        <div className="grid gap-6">
          {screenings.map((film) => (
            <ScreeningCard key={film.slug} film={film} member={member} />
          ))}
        </div>
      </section>
      <section aria-labelledby="photos" className="mt-12">
        <h2 id="photos" className="mb-5 text-2xl">
          {gallery.photosHeading}
        </h2>
        <PhotoGrid photos={photos} member={member} />
      </section>
    </MemberPage>
  );
}
