/** Types of what app/theme lists. They are the product's, so an upgrade may extend them. */
import type { SceneName } from "../theme/artwork";
import type { Picture } from "./media-image";

/** A link in the members' header. */
export type HeaderLink = { href: string; label: string };

/**
 * A card with a drawing or a picture. Without `href` it is not a link. `fullOnly` marks it for
 * members on trial.
 */
export type Card = { href?: string; heading: string; says: string; fullOnly?: true } & (
  | { scene: SceneName }
  | { picture: Picture }
);

/** The text of a status page: a heading and one or more sentences. */
export type Words = { heading: string; says: readonly string[] };
