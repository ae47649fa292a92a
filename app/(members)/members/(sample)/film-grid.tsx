/** A grid of films with their drawn scenes. */

import { Scene } from "@/app/theme/artwork";
import { words } from "@/app/theme/words";
import type { Film } from "./films";

/**
 * Films side by side; one column on a phone. `heading` is the level of the titles, one below the
 * section's own.
 */
export function FilmGrid({ films, heading: Heading = "h2" }: { films: readonly Film[]; heading?: "h2" | "h3" }) {
  return (
    <ul className="grid gap-x-6 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
      {films.map((film) => (
        <li key={film.title}>
          <Scene name={film.scene} className="aspect-video rounded-card" />
          <Heading className="mt-3 text-lg">{film.title}</Heading>
          <p className="text-sm text-muted">
            {film.place} · {words().common.lengthOfTime(film.minutes * 60)}
          </p>
        </li>
      ))}
    </ul>
  );
}
