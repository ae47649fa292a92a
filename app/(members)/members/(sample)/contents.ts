/** What the sample adds to the header and to the pages that stay without it. */
import type { Card, HeaderLink } from "@/app/parts/theme-types";
import { films, screenings } from "./films";
import { gallery, latest, suggest, watch } from "./words";

export const navigation = (): HeaderLink[] => [
  { href: "/members/latest", label: "Latest" },
  { href: "/members/gallery", label: gallery.title },
  { href: "/members/suggest", label: "Suggest" },
];

export const homeCards = (): Card[] => [
  {
    href: "/members/latest",
    scene: "reeds",
    heading: latest.title,
    says: "New every Friday. Start with this week’s film.",
  },
  { href: "/members/gallery", scene: "lake", heading: gallery.title, says: gallery.lead },
  { href: "/members/suggest", scene: "dunes", heading: suggest.title, says: "Tell us where to film next." },
];

export const fullCards = (): Card[] =>
  screenings.map(({ slug, title, place }) => ({
    href: `/full/watch/${slug}`,
    scene: "lake",
    heading: watch.titleOfLong(title),
    says: place,
  }));

export const tourCards = (): Card[] =>
  films.slice(1, 4).map(({ title, place, scene }) => ({ scene, heading: title, says: place }));
