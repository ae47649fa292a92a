/** Types of what app/theme lists. They are the product's, so an upgrade may extend them. */
import type { SceneName } from "../theme/artwork";

/** A link in the members' header. */
export type HeaderLink = { href: string; label: string };

/** A card; without `href` it is not a link. `fullOnly` marks it for members on trial. */
export type Card = { href?: string; scene: SceneName; heading: string; says: string; fullOnly?: true };

/** The text of a status page: a heading and one or more sentences. */
export type Words = { heading: string; says: readonly string[] };
