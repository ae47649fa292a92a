/** The sample's catalogue: films and photos below media/. Their titles are in words/. */
import type { Picture } from "@/app/parts/media-image";

/** A film below MEDIA_DIR, by its address. Its gate is in lib/gates.ts. */
export type Clip = { path: string; seconds: number; width: number; height: number };

/** A film. `teaser` is for every member, `whole` for full members: it lies in /media/full/. */
export type Film = { slug: FilmSlug; thumb: Picture; poster: Picture; teaser: Clip; whole: Clip };

/** A photo. */
export type Photo = { slug: PhotoSlug; thumb: Picture; still: Picture };

/** The length of each film in seconds, newest first. */
const filmSeconds = {
  "last-light": 20,
  "herons-hour": 18,
  snowmelt: 16,
  "between-the-tides": 18,
  "rain-in-the-pines": 18,
  "ice-singing": 18,
};

/** Seconds of every teaser. */
const teaserSeconds = 7;

/** The last part of a film's address. */
export type FilmSlug = keyof typeof filmSeconds;

const photoSlugs = [
  "first-light",
  "heron",
  "summit",
  "low-water",
  "salt-wind",
  "owls",
  "first-snow",
  "lighthouse",
] as const;

/** The last part of a photo's address. */
export type PhotoSlug = (typeof photoSlugs)[number];

const clip = (path: string, seconds: number): Clip => ({ path, seconds, width: 960, height: 540 });

/** The films, newest first. */
export const films: readonly Film[] = (Object.keys(filmSeconds) as FilmSlug[]).map((slug) => ({
  slug,
  thumb: { path: `/media/thumbs/${slug}.webp`, width: 640, height: 360 },
  poster: { path: `/media/stills/${slug}.webp`, width: 1280, height: 720 },
  teaser: clip(`/media/teasers/${slug}.webm`, teaserSeconds),
  whole: clip(`/media/full/${slug}.webm`, filmSeconds[slug]),
}));

/** The photos, in the order of the gallery. */
export const photos: readonly Photo[] = photoSlugs.map((slug) => ({
  slug,
  thumb: { path: `/media/thumbs/${slug}.webp`, width: 480, height: 320 },
  still: { path: `/media/stills/${slug}.webp`, width: 1440, height: 960 },
}));

/** A picture that everybody may see: a copy of the thumbnail, for what `shownToAll` lists. */
export function publicPicture({ slug, thumb }: Film | Photo): Picture {
  return { ...thumb, path: `/brand/sample/${slug}.webp` };
}

/** The films that the tour shows. */
export const tourFilms = films.slice(0, 3);

/** What has a picture on the tour, or on a card of the members' home. */
export const shownToAll: readonly (Film | Photo)[] = [...tourFilms, ...photos.slice(0, 1)];
