/** The card for somebody who is signed out, on the pages where signing out ends. */
import { addresses, withReturn } from "@/lib/addresses";
import { common, session } from "../theme/words/en";
import { ButtonLink } from "./button";
import { StatusCard } from "./status-card";

/** Says whether the sign-in page still remembers the member: `everywhere` is true when it was told to forget. */
export function SignedOutCard({ everywhere = false }: { everywhere?: boolean }) {
  return (
    <StatusCard
      page="signed-out"
      words={everywhere ? session.signedOutEverywhere : session.signedOut}
      action={
        <ButtonLink href={withReturn(addresses.login, addresses.membersHome)}>{session.signedOut.action}</ButtonLink>
      }
      ways={[{ href: addresses.frontPage, label: common.home }]}
    />
  );
}
