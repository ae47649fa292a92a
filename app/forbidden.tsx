/**
 * Shown when a page's guard refuses. Next includes it in every page, so it must not read the
 * request.
 */
import type { Metadata } from "next";
import { addresses } from "@/lib/addresses";
import { ButtonLink } from "./parts/button";
import { StatusCard } from "./parts/status-card";
import { common, refused } from "./theme/words/en";

export const metadata: Metadata = { title: refused.forbidden.heading, robots: { index: false } };

export default function Forbidden() {
  return (
    <StatusCard
      page="forbidden"
      words={refused.forbidden}
      action={<ButtonLink href={addresses.membersHome}>{common.membersHome}</ButtonLink>}
      ways={[
        { href: addresses.frontPage, label: common.home },
        { href: addresses.signOut, label: common.otherAccount },
      ]}
    />
  );
}
