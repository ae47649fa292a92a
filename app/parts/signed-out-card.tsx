/** The card of the pages where signing out ends. */
import { addresses, withReturn } from "@/lib/addresses";
import { common, session } from "../theme/words/en";
import { ButtonLink } from "./button";
import { StatusCard } from "./status-card";

/** Says that the member is signed out; with `everywhere`, at NATS's sign-in page, too. */
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
