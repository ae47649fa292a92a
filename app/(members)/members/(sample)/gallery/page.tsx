/** Sample: the photos, from MEDIA_DIR. */
import type { Metadata } from "next";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";
import { photos } from "../films";
import { PhotoGrid } from "../photo-grid";
import { sampleWords } from "../words";

export async function generateMetadata(): Promise<Metadata> {
  await requireMember("members");
  return { title: sampleWords().gallery.title };
}

export default async function GalleryPage() {
  const member = await requireMember("members");
  const { gallery } = sampleWords();
  return (
    <MemberPage member={member} current="/members/gallery">
      <h1 className="text-3xl sm:text-4xl">{gallery.title}</h1>
      <p className="mt-3 mb-8 text-lg">{gallery.lead}</p>
      <PhotoGrid photos={photos} member={member} />
    </MemberPage>
  );
}
