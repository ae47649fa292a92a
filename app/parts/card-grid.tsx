/** Cards side by side: a drawing or a picture, a heading, a sentence, a link. */

import type { Member } from "@/lib/member";
import { Scene } from "../theme/artwork";
import { MediaImage } from "./media-image";
import { LockMark } from "./media-lock";
import type { Card } from "./theme-types";

type CardGridProps = {
  cards: readonly Card[];
  /** Level of the headings: one below the section's own. */
  heading?: "h2" | "h3";
  /** Needed if pictures are gated. */
  member?: Member;
  /** True for a member on trial: `fullOnly` cards get a lock. */
  trial?: boolean;
};

/** The grid; one column on a phone. */
export function CardGrid({
  cards,
  heading: Heading = "h2",
  member,
  trial = member?.claims.trial === "1",
}: CardGridProps) {
  return (
    <ul className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
      {cards.map((card) => (
        <li
          key={card.heading}
          className={`relative flex flex-col card overflow-hidden focus-within:border-accent ${card.href ? "hover:border-edge" : ""}`}
        >
          <CardArt card={card} member={member} />
          <div className="flex-1 p-5">
            <Heading className="text-xl">
              {card.href ? (
                <a href={card.href} className="after:absolute after:inset-0 after:rounded-card">
                  {card.heading}
                </a>
              ) : (
                card.heading
              )}
            </Heading>
            <p className="mt-1.5 text-muted">{card.says}</p>
            {card.fullOnly && trial ? (
              <p className="mt-3">
                <LockMark />
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The words of the card say what its picture shows, so the picture has no text of its own. */
function CardArt({ card, member }: { card: Card; member: Member | undefined }) {
  if ("scene" in card) return <Scene name={card.scene} className="aspect-video" />;
  return <MediaImage picture={card.picture} alt="" member={member} lazy className="aspect-video w-full object-cover" />;
}
