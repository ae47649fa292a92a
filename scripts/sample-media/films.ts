// How each film of the sample is drawn, by its address.
import type { FilmSlug } from "../../app/(members)/members/(sample)/films";
import { rainInThePines, snowmelt } from "./hills-and-woods";
import { betweenTides, heronsHour, iceSinging, lastLight } from "./lakes";
import type { Scene } from "./scenery";

/** A film: its scene, the second at which its teaser begins, and the second of its poster. */
interface Drawn {
  scene: Scene;
  teaserFrom: number;
  posterAt: number;
}

/** Every film. A film of the sample that is not here does not compile. */
export const filmScenes: Readonly<Record<FilmSlug, Drawn>> = {
  "last-light": { scene: lastLight, teaserFrom: 1, posterAt: 6 },
  "herons-hour": { scene: heronsHour, teaserFrom: 5, posterAt: 11 },
  snowmelt: { scene: snowmelt, teaserFrom: 2, posterAt: 9 },
  "between-the-tides": { scene: betweenTides, teaserFrom: 0, posterAt: 10 },
  "rain-in-the-pines": { scene: rainInThePines, teaserFrom: 4, posterAt: 5 },
  "ice-singing": { scene: iceSinging, teaserFrom: 5, posterAt: 7 },
};
