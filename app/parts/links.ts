/** Types of the lists in app/theme/contents.ts. */
import type { SceneName } from "../theme/artwork";

/** A link in the members' header. */
export type HeaderLink = { href: string; label: string };

/** A card; without `href` it is not a link. `fullOnly` marks it for members on trial. */
export type Card = { href?: string; scene: SceneName; heading: string; says: string; fullOnly?: true };
