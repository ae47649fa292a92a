/** Cards side by side: a drawing, a heading, a sentence, a link. */

import { Scene } from "../theme/artwork";
import { words } from "../theme/words";
import type { Card } from "./theme-types";

type CardGridProps = {
  cards: readonly Card[];
  /** Level of the headings: one below the section's own. */
  heading?: "h2" | "h3";
  /** True for a member on trial: `fullOnly` cards get a mark. */
  trial?: boolean;
};

/** The grid; one column on a phone. */
export function CardGrid({ cards, heading: Heading = "h2", trial = false }: CardGridProps) {
  return (
    <ul className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
      {cards.map(({ href, scene, heading, says, fullOnly }) => (
        <li
          key={heading}
          className={`relative flex flex-col card overflow-hidden focus-within:border-accent ${href ? "hover:border-edge" : ""}`}
        >
          <Scene name={scene} className="h-36" />
          <div className="flex-1 p-5">
            <Heading className="text-xl">
              {href ? (
                <a href={href} className="after:absolute after:inset-0 after:rounded-card">
                  {heading}
                </a>
              ) : (
                heading
              )}
            </Heading>
            <p className="mt-1.5 text-muted">{says}</p>
            {fullOnly && trial ? (
              <p className="mt-3 inline-block rounded-control border border-edge px-2.5 py-0.5 text-sm">
                {words().common.fullOnly}
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
