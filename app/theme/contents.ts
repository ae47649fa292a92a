/** Yours: what the header and the pages lead to. Lines marked `sample` go with the sample. */
import * as sample from "../(members)/members/(sample)/contents"; // sample
import type { Card, HeaderLink } from "../parts/theme-types";
import { words } from "./words";

/** Links in the members' header, in order. The account stands beside them. */
export function navigation(): HeaderLink[] {
  const { home, full } = words();
  return [
    { href: "/members", label: home.short },
    ...sample.navigation(), // sample
    { href: "/full", label: full.short },
  ];
}

/** Cards on the members' home. */
export function homeCards(): Card[] {
  const { home } = words();
  return [
    ...sample.homeCards(), // sample
    { href: "/full", scene: "ridge", heading: home.collection, says: home.collectionSays, fullOnly: true },
    { href: "/members/account", scene: "shore", heading: home.account, says: home.accountSays },
  ];
}

/** Cards on the full members' page. Without any, the page says that there is nothing yet. */
export function fullCards(): Card[] {
  return [
    ...sample.fullCards(), // sample
  ];
}

/** Cards on the tour. Without any, the tour omits their section. */
export function tourCards(): Card[] {
  return [
    ...sample.tourCards(), // sample
  ];
}
