/** Shown when a page finds nothing at its address. Part of every page, so it reads nothing of the request. */
import type { Metadata } from "next";
import { ButtonLink } from "./parts/button";
import { StatusCard } from "./parts/status-card";
import { common, missing } from "./theme/words/en";

export const metadata: Metadata = { title: missing.heading, robots: { index: false } };

export default function NotFound() {
  return (
    <StatusCard
      words={missing}
      action={<ButtonLink href="/members">{common.membersHome}</ButtonLink>}
      ways={[{ href: "/", label: common.home }]}
      scene="dunes"
    />
  );
}
