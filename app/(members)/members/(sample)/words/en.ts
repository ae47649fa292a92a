/** The sample's words in English. The other languages must have the same texts. */
import { lengthOfTime } from "@/app/theme/words/time";
import type { FilmSlug, PhotoSlug } from "../films";

/** A film in words. `about` says what happens, also to people who do not see it. */
type FilmWords = { title: string; place: string; about: string };

/** A photo in words. `alt` says what is seen, to people who do not see it. */
type PhotoWords = { title: string; place: string; alt: string };

const length = (seconds: number) => lengthOfTime(seconds, "en");

/** The films. */
const films: Record<FilmSlug, FilmWords> = {
  "last-light": {
    title: "Last Light",
    place: "Inland lake, July",
    about:
      "The sun goes down behind the hills across the lake. Three birds cross the sky, the reeds sway, and the first stars come out.",
  },
  "herons-hour": {
    title: "The Heron’s Hour",
    place: "Reed beds, April",
    about: "Mist lifts from the reed beds as the sun rises. A heron stands still, and twice it dips its beak.",
  },
  snowmelt: {
    title: "Snowmelt",
    place: "High valley, May",
    about: "Meltwater runs out of a valley of pines below snowy peaks. Clouds drift past the summits.",
  },
  "between-the-tides": {
    title: "Between the Tides",
    place: "North shore, March",
    about: "Waves roll up a beach below a green headland, each a little higher. Gulls circle above the water.",
  },
  "rain-in-the-pines": {
    title: "Rain in the Pines",
    place: "Old forest, October",
    about: "Rain falls on a forest of pines. Then it stops, the mist thins out, and the sun comes through.",
  },
  "ice-singing": {
    title: "Ice Singing",
    place: "Frozen lake, January",
    about: "Northern lights move over a frozen lake. One after the other, cracks light up as they run across the ice.",
  },
};

/** The photos. */
const photos: Record<PhotoSlug, PhotoWords> = {
  "first-light": {
    title: "First Light",
    place: "Inland lake, June",
    alt: "A small sailing boat on a calm lake, the sun low over hills, dark pines on the near bank.",
  },
  heron: {
    title: "The Watcher",
    place: "Reed beds, September",
    alt: "A heron stands in shallow water before a large setting sun, reeds on both sides.",
  },
  summit: {
    title: "The Last Sun",
    place: "High valley, November",
    alt: "A snowy summit glows red in the evening, the moon in the sky, a dark wood below.",
  },
  "low-water": {
    title: "Low Water",
    place: "Estuary, August",
    alt: "A channel winds through the flats of an estuary; six wading birds look for food.",
  },
  "salt-wind": {
    title: "Salt Wind",
    place: "Dunes, May",
    alt: "Tufts of grass on sand dunes, a strip of sea behind them, the sun above.",
  },
  owls: {
    title: "A Night of Owls",
    place: "Old forest, December",
    alt: "An owl with bright eyes sits on a bare branch before the full moon.",
  },
  "first-snow": {
    title: "First Snow",
    place: "Old forest, November",
    alt: "Snow falls on a clearing among pines; the windows of a hut are lit.",
  },
  lighthouse: {
    title: "Keeping Watch",
    place: "North shore, October",
    alt: "The beams of a lighthouse on a headland cross the evening sky; waves below.",
  },
};

/** The list of latest films, page by page. */
const latest = {
  short: "Latest",
  title: "Latest films",
  says: "Six places by the water, the newest first.",
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  titleOfPage: (page: number) => `Latest films, page ${page}`,
  beyond: (page: number) => `There is no page ${page} yet. Older films may follow.`,
  newer: "Newer films",
  older: "Older films",
  first: "Back to the newest films",
  pagination: "Pages",
};

/** The photos: the grid, and a page for each. */
const gallery = {
  short: "Photos",
  title: "Photos",
  lead: "Stills from the places we have been.",
  position: (position: number, count: number) => `${position} of ${count}`,
  previous: "Previous",
  next: "Next",
  pagination: "Photos",
  back: "All photos",
};

/** A film's page: the whole film, or its teaser with the way to the whole. */
const watch = {
  back: "Latest films",
  film: (seconds: number) => length(seconds),
  teaser: (seconds: number) => `Teaser, ${length(seconds)}`,
  playerOfTeaser: (title: string) => `${title}, the teaser`,
  lockedHeading: "The whole film is for full members",
  lockedSays: (seconds: number) =>
    `You are watching the teaser. The whole film lasts ${length(seconds)}. With full membership it plays here, on this page.`,
  already: "Already a full member?",
};

/** The form on the suggestions page. */
const suggest = {
  short: "Suggest",
  title: "Suggest a place",
  says: "Tell us where to film next.",
  lead: "Where should we sit and film next? Tell us about the place and the best time of year.",
  sample: "This form is a sample. Nothing that you write here is kept.",
  label: "Your suggestion",
  action: "Send",
  thanks: "Thank you. This sample form ends here.",
  empty: "Please write a few words first.",
  tooLong: "Please write 2,000 characters at most.",
};

/** Every word of the sample in English. */
export const en = { films, photos, latest, gallery, watch, suggest };

/** Every word of the sample. `en` is the model: a text that another language lacks is an error. */
export type SampleWords = typeof en;
