/** The shapes of what app/theme/contents.ts lists. */
import type { SceneName } from "../theme/artwork";

/** A link in the members' header. */
export type HeaderLink = { href: string; label: string };

/** A card on a page; without `href` it leads nowhere. `fullOnly` cards carry a mark while the membership is a trial. */
export type Card = { href?: string; scene: SceneName; heading: string; says: string; fullOnly?: true };
