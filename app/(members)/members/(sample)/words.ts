/** Words of the sample pages. They go with the sample. */
import { language } from "@/app/theme/words";
import { lengthOfTime } from "@/app/theme/words/time";

/** The list of latest films. */
export const latest = {
  title: "Latest films",
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  beyond: (page: number) => `There is no page ${page} yet.`,
  newer: "Newer films",
  older: "Older films",
  first: "To the newest films",
  pagination: "Pages",
} as const;

/** The gallery: a film to watch, and photos. */
export const gallery = {
  title: "Gallery",
  lead: "A film to watch now, and stills from the places we have been.",
  filmHeading: "Now showing",
  photosHeading: "Photos",
  previous: "Previous photo",
  next: "Next photo",
  pagination: "Photos",
  back: "All photos and films",
} as const;

/** A film's page: the teaser for every member, the long version for full members. */
export const watch = {
  teaser: (seconds: number) => `Teaser, ${length(seconds)}`,
  long: (seconds: number) => `The long version, ${length(seconds)}`,
  titleOfTeaser: (title: string) => `${title}, the teaser`,
  titleOfLong: (title: string) => `${title}, the long version`,
  watchTeaser: "Watch the teaser",
  watchLong: "Watch the long version",
  fullOnly: "Full members",
} as const;

/** The form on the suggestions page. */
export const suggest = {
  title: "Suggest a place",
  lead: "Where should we sit and film next? Tell us about the place and the best time of year.",
  sample: "This form is a sample. Nothing that you write here is kept.",
  label: "Your suggestion",
  action: "Send",
  thanks: "Thank you. This sample form ends here.",
  empty: "Please write a few words first.",
  tooLong: "Please keep it under 2,000 characters.",
} as const;

const length = (seconds: number) => lengthOfTime(seconds, language());
