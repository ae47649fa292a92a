/** What the sample adds to the header and to the pages that stay without it. */
import type { Picture } from "@/app/parts/media-image";
import type { Card, HeaderLink } from "@/app/parts/theme-types";
import type { SceneName } from "@/app/theme/artwork";
import { filmCard } from "./film-card";
import { type Film, films, type Photo, photos, publicPicture, tourFilms } from "./films";
import { sampleWords } from "./words";

/** The links to the sample's pages. */
export function navigation(): HeaderLink[] {
  const { latest, gallery, suggest } = sampleWords();
  return [
    { href: "/members/latest", label: latest.short },
    { href: "/members/gallery", label: gallery.short },
    { href: "/members/suggest", label: suggest.short },
  ];
}

/** The public picture of the first film or photo, or a drawing if there is none yet. */
function artOf([first]: readonly (Film | Photo)[]): { picture: Picture } | { scene: SceneName } {
  return first ? { picture: publicPicture(first) } : { scene: "lake" };
}

/** The cards on the members' home, with the newest film and the first photo. */
export function homeCards(): Card[] {
  const { latest, gallery, suggest } = sampleWords();
  return [
    { href: "/members/latest", ...artOf(films), heading: latest.title, says: latest.says },
    { href: "/members/gallery", ...artOf(photos), heading: gallery.title, says: gallery.lead },
    { href: "/members/suggest", scene: "dunes", heading: suggest.title, says: suggest.says },
  ];
}

/** The cards of the collection: every film. */
export const fullCards = (): Card[] => films.map((film) => filmCard(film));

/** The cards of the public tour, with pictures that everybody may see. */
export const tourCards = (): Card[] => tourFilms.map((film) => filmCard(film, publicPicture(film)));
