/**
 * Shown when a page calls notFound(). Next includes it in every page, so it must not read the
 * request.
 */
import type { Metadata } from "next";
import { addresses } from "@/lib/addresses";
import { ButtonLink } from "./parts/button";
import { StatusCard } from "./parts/status-card";
import { common, missing } from "./theme/words/en";

export const metadata: Metadata = { title: missing.heading, robots: { index: false } };

export default function NotFound() {
  return (
    <StatusCard
      page="missing"
      words={missing}
      action={<ButtonLink href={addresses.membersHome}>{common.membersHome}</ButtonLink>}
      ways={[{ href: addresses.frontPage, label: common.home }]}
    />
  );
}
