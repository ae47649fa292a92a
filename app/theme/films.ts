/** Yours: the sample library shown on the pages. Replace it by your own list or by a call to your catalogue. */
import type { SceneName } from "./scene";

/** One film as the pages show it. `minutes` is its length. */
export type Film = { title: string; place: string; minutes: number; scene: SceneName };

/** Films open to every active member, newest first. */
export const latestFilms: readonly Film[] = [
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

/** Films for full members. */
export const fullFilms: readonly Film[] = [
  { title: "One Whole Dawn", place: "Inland lake, the long version", minutes: 94, scene: "lake" },
  { title: "From Spring to Sea", place: "A river in six parts", minutes: 210, scene: "ridge" },
  { title: "The Year of the Reeds", place: "Four seasons", minutes: 128, scene: "reeds" },
  { title: "Storm Week", place: "North shore, the long version", minutes: 75, scene: "shore" },
  { title: "Under the Pines", place: "Old forest, three nights", minutes: 160, scene: "forest" },
  { title: "Moving Sand", place: "Dunes, a winter", minutes: 68, scene: "dunes" },
];
