/** The sample library: films with their drawings, and the photos and films that lie in media/. */
import type { Picture } from "@/app/parts/media-image";
import type { SceneName } from "@/app/theme/artwork";

/** One film as the pages show it. `minutes` is its length. */
export type Film = { title: string; place: string; minutes: number; scene: SceneName };

/** The latest films, newest first. */
export const films: readonly Film[] = [
  { title: "First Light on the Mere", place: "Inland lake, April", minutes: 24, scene: "lake" },
  { title: "The Heron’s Hour", place: "Reed beds, March", minutes: 18, scene: "reeds" },
  { title: "Snowmelt", place: "High valley, March", minutes: 31, scene: "ridge" },
  { title: "Between the Tides", place: "North shore, February", minutes: 27, scene: "shore" },
  { title: "Rain in the Pines", place: "Old forest, February", minutes: 42, scene: "forest" },
  { title: "Salt Wind", place: "Dunes, January", minutes: 15, scene: "dunes" },
  { title: "Ice Singing", place: "Frozen lake, January", minutes: 22, scene: "lake" },
  { title: "A Night of Owls", place: "Old forest, December", minutes: 36, scene: "forest" },
  { title: "Low Water", place: "Estuary, December", minutes: 19, scene: "reeds" },
];

/**
 * A film below MEDIA_DIR, by its address. What lies in /media/full/ is for full members:
 * lib/gates.ts.
 */
export type Clip = { path: string; seconds: number; width: number; height: number };

/** A photo. `alt` says what is seen, to people who do not see it. */
export type Photo = { slug: string; title: string; place: string; alt: string; thumb: Picture; still: Picture };

/** A film to watch. `about` says what happens, also to people who do not see it. */
export type Screening = {
  slug: string;
  title: string;
  place: string;
  about: string;
  alt: string;
  thumb: Picture;
  poster: Picture;
  teaser: Clip;
  long: Clip;
};

function photo(slug: string, title: string, place: string, alt: string): Photo {
  const thumb = { path: `/media/thumbs/${slug}.webp`, width: 480, height: 320 };
  return { slug, title, place, alt, thumb, still: { path: `/media/stills/${slug}.webp`, width: 1440, height: 960 } };
}

/** The photos of the gallery. */
export const photos: readonly Photo[] = [
  photo(
    "first-light",
    "First Light on the Mere",
    "Inland lake, April",
    "The sun stands low over hills beyond a lake; dark pines on the near bank.",
  ),
  photo(
    "heron",
    "The Heron’s Hour",
    "Reed beds, March",
    "A heron stands among reeds in shallow water, a pale sun behind it.",
  ),
  photo("snowmelt", "Snowmelt", "High valley, March", "A stream winds out of a valley of pines below two snowy peaks."),
  photo(
    "tides",
    "Between the Tides",
    "North shore, February",
    "Rows of waves run to a beach under a green headland; three birds in the sky.",
  ),
  photo("rain", "Rain in the Pines", "Old forest, February", "Rain falls on a forest of pines that fades into mist."),
  photo("salt-wind", "Salt Wind", "Dunes, January", "Tufts of grass lean in the wind on sand dunes, the sea behind."),
  photo(
    "ice",
    "Ice Singing",
    "Frozen lake, January",
    "Cracks run across a frozen lake at night, under green northern lights and a crescent moon.",
  ),
  photo(
    "owls",
    "A Night of Owls",
    "Old forest, December",
    "An owl with bright eyes sits on a bare branch before the full moon.",
  ),
];

/** The films that can be watched. */
export const screenings: readonly Screening[] = [
  {
    slug: "last-light",
    title: "Last Light",
    place: "Inland lake, a summer evening",
    about:
      "The sun goes down behind the hills across the lake. Three birds cross the sky, the reeds sway, and the first stars come out. There is no sound.",
    alt: "A low sun over a lake, three birds in the sky, reeds in the foreground.",
    thumb: { path: "/media/thumbs/last-light.webp", width: 640, height: 360 },
    poster: { path: "/media/stills/last-light.webp", width: 1280, height: 720 },
    teaser: { path: "/media/teasers/last-light.webm", seconds: 6, width: 1280, height: 720 },
    long: { path: "/media/full/last-light.webm", seconds: 20, width: 1280, height: 720 },
  },
];

/** The film of an address, or undefined. */
export function screeningOf(slug: string): Screening | undefined {
  return screenings.find((film) => film.slug === slug);
}
