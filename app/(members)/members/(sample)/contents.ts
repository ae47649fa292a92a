/** What the sample adds to the header and to the pages that stay without it. */
import type { Card, HeaderLink } from "@/app/parts/theme-types";
import { filmCard } from "./film-card";
import { films, photos, publicPicture, tourFilms } from "./films";
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

/** The cards on the members' home, with the newest film and the first photo. */
export function homeCards(): Card[] {
  const { latest, gallery, suggest } = sampleWords();
  const [film] = films;
  const [photo] = photos;
  return [
    ...(film ? [{ href: "/members/latest", picture: film.thumb, heading: latest.title, says: latest.says }] : []),
    ...(photo ? [{ href: "/members/gallery", picture: photo.thumb, heading: gallery.title, says: gallery.lead }] : []),
    { href: "/members/suggest", scene: "dunes", heading: suggest.title, says: suggest.says },
  ];
}

/** The cards of the collection: every film. */
export const fullCards = (): Card[] => films.map((film) => filmCard(film));

/** The cards of the public tour, with pictures that everybody may see. */
export const tourCards = (): Card[] => tourFilms.map((film) => filmCard(film, publicPicture(film)));
