/**
 * The status pages' cards that lead back to the page asked for, with its `#part`. That needs a
 * script, which the other cards do without.
 */
import { addresses } from "@/lib/addresses";
import type { EndedBy } from "@/lib/member";
import { words } from "../theme/words";
import { ReturnLink } from "./return-link";
import { StatusCard } from "./status-card";

type Scheme = "light" | "dark" | undefined;

/** Says that a time limit has ended the session. Leads back to `wanted`. */
export function TimedOutCard({ wanted, scheme }: { wanted: string; scheme?: Scheme }) {
  const { common, session } = words();
  return (
    <StatusCard
      page="timed-out"
      text={session.timedOut}
      action={
        <ReturnLink to={wanted} through={addresses.login}>
          {session.timedOut.action}
        </ReturnLink>
      }
      ways={[{ href: addresses.frontPage, label: common.home }]}
      scheme={scheme}
    />
  );
}

/** Says that somebody ended the visit before its time. Leads back to `wanted`. */
export function EndedCard({ by, wanted, scheme }: { by: EndedBy; wanted: string; scheme?: Scheme }) {
  const { common, session } = words();
  return (
    <StatusCard
      page="signed-out"
      text={session.ended[by]}
      action={
        <ReturnLink to={wanted} through={addresses.login}>
          {session.timedOut.action}
        </ReturnLink>
      }
      ways={[{ href: addresses.frontPage, label: common.home }]}
      scheme={scheme}
    />
  );
}

/** Says that NATS does not answer: to a visitor who wants to sign in, or to a member. */
export function UnavailableCard({
  name,
  wanted,
  scheme,
}: {
  name: string | undefined;
  wanted: string;
  scheme?: Scheme;
}) {
  const { common, session } = words();
  return (
    <StatusCard
      page="unavailable"
      text={name === undefined ? session.unavailable : session.unconfirmed}
      name={name}
      action={<ReturnLink to={wanted}>{common.tryAgain}</ReturnLink>}
      ways={[{ href: addresses.frontPage, label: common.home }]}
      scheme={scheme}
    />
  );
}
