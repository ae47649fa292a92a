/** A film as a card that leads to its page. */
import type { Picture } from "@/app/parts/media-image";
import type { Card } from "@/app/parts/theme-types";
import { words } from "@/app/theme/words";
import type { Film } from "./films";
import { sampleWords } from "./words";

/** Makes a film's card with one of its pictures. */
export function filmCard(film: Film, picture: Picture = film.thumb): Card {
  const { title, place } = sampleWords().films[film.slug];
  return {
    href: `/members/watch/${film.slug}`,
    picture,
    heading: title,
    says: `${place} · ${words().common.lengthOfTime(film.whole.seconds)}`,
    fullOnly: true,
  };
}
