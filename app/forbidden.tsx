/** Shown when a page's own guard refuses, the second lock behind the gate. Part of every page, so it reads nothing of the request. */
import type { Metadata } from "next";
import { ButtonLink } from "./parts/button";
import { StatusCard } from "./parts/status-card";
import { common, refused } from "./theme/words/en";

export const metadata: Metadata = { title: refused.forbidden.heading, robots: { index: false } };

export default function Forbidden() {
  return (
    <StatusCard
      words={refused.forbidden}
      action={<ButtonLink href="/members">{common.membersHome}</ButtonLink>}
      ways={[
        { href: "/", label: common.home },
        { href: "/sign-out", label: common.otherAccount },
      ]}
      scene="dunes"
    />
  );
}
