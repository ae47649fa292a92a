/** The card for somebody who is signed out, on the pages where signing out ends. */
import { loginPath } from "@/lib/access/return-path";
import { common, session } from "../theme/words/en";
import { ButtonLink } from "./button";
import { StatusCard } from "./status-card";

/** Says whether the sign-in page still remembers the member: `everywhere` is true when it was told to forget. */
export function SignedOutCard({ everywhere = false }: { everywhere?: boolean }) {
  return (
    <StatusCard
      words={everywhere ? session.signedOutEverywhere : session.signedOut}
      action={<ButtonLink href={loginPath("/members")}>{session.signedOut.action}</ButtonLink>}
      ways={[{ href: "/", label: common.home }]}
      scene="dunes"
    />
  );
}
