/** Yours: what the header and the pages lead to. Lines marked `sample` go with the sample. */
import * as sample from "../(members)/members/(sample)/contents"; // sample
import type { Card, HeaderLink } from "../parts/theme-types";

/** Links in the members' header, in order. Not every page needs one. */
export const navigation: readonly HeaderLink[] = [
  { href: "/members", label: "Home" },
  ...sample.navigation, // sample
  { href: "/full", label: "Collection" },
  { href: "/members/account", label: "Account" },
];

/** Cards on the members' home. */
export const homeCards: readonly Card[] = [
  ...sample.homeCards, // sample
  {
    href: "/full",
    scene: "ridge",
    heading: "The full collection",
    says: "All seasons and the long versions.",
    fullOnly: true,
  },
  {
    href: "/members/account",
    scene: "shore",
    heading: "Your account",
    says: "Your membership, this visit, and how to leave.",
  },
];

/** Cards on the full members' page. */
export const fullCards: readonly Card[] = [
  ...sample.fullCards, // sample
];

/** Cards on the tour. Without any, the tour omits their section. */
export const tourCards: readonly Card[] = [
  ...sample.tourCards, // sample
];
