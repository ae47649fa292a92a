/** The status pages' cards. A page reads the request, and passes on what its card shows. */
import type { ReactNode } from "react";
import type { Refusal } from "@/lib/access/reasons";
import { addresses, withReturn } from "@/lib/addresses";
import type { FailureCode } from "@/lib/failures";
import type { Member, MembershipLinks } from "@/lib/member";
import { words } from "../theme/words";
import { brokenWords } from "../theme/words/broken";
import { ButtonLink } from "./button";
import { helpLink } from "./help-link";
import { StatusCard } from "./status-card";
import type { Way } from "./way-list";

type Scheme = "light" | "dark" | undefined;

interface RefusedCardProps {
  reason: Refusal;
  member: Member | null;
  links: MembershipLinks;
  /** The page that was asked for. */
  wanted: string;
  /** True if the membership opens the members' home. */
  mayEnter: boolean;
  scheme?: Scheme;
}

/** Refuses a page to a signed-in member, by the reason. */
export function RefusedCard({ reason, member, links, wanted, mayEnter, scheme }: RefusedCardProps) {
  const { common, refused } = words();
  const { heading, says, withoutLink } = refused[reason];
  const reference = reason === "unknown" ? member?.reference : undefined;
  const membersHome: Way = { href: addresses.membersHome, label: common.membersHome };
  const contact: Way = { href: helpLink(heading, reference), label: common.getHelp };
  const wayTo = (href: string | undefined, label: string): Way | undefined => (href ? { href, label } : undefined);
  const cure: Record<Refusal, Way | undefined> = {
    trial: wayTo(links.upgrade, common.upgrade),
    expired: wayTo(links.renew, common.renew),
    never_joined: wayTo(links.join, common.join),
    unknown: contact,
    forbidden: membersHome,
  };
  const first = cure[reason] ?? contact;
  const isChecked = reason !== "forbidden";
  const ways = [
    ...(isChecked ? [{ href: withReturn(addresses.recheck, wanted), label: common.recheck }] : []),
    ...(mayEnter ? [membersHome] : [{ href: addresses.frontPage, label: common.home }]),
    { href: addresses.signOut, label: common.otherAccount },
  ].filter((way) => way.href !== first.href);
  const age = member ? Math.floor(Date.now() / 1000) - member.checkedAt : 0;
  return (
    <StatusCard
      page={reason}
      text={{ heading, says: cure[reason] ? says : (withoutLink ?? says) }}
      name={member?.name}
      reference={reference}
      note={!isChecked ? undefined : member?.unanswered ? common.notChecked : common.checked(age)}
      action={<ButtonLink href={first.href}>{first.label}</ButtonLink>}
      ways={ways}
      help={first !== contact}
      scheme={scheme}
    />
  );
}

/** Says why a sign-in failed. Without `failure`, its ticket did not open. */
export function SignInFailedCard({
  failure,
  scheme,
}: {
  failure: { code: FailureCode; reference: string; returnTo: string } | null;
  scheme?: Scheme;
}) {
  const { common, failures, failureUnknown } = words();
  const again = withReturn(addresses.login, failure?.returnTo ?? addresses.membersHome);
  return (
    <StatusCard
      page="sign-in-failed"
      text={failure ? failures[failure.code] : failureUnknown}
      action={<ButtonLink href={again}>{common.tryAgain}</ButtonLink>}
      ways={[{ href: addresses.frontPage, label: common.home }]}
      reference={failure?.reference}
      scheme={scheme}
    />
  );
}

/** Asks whether to sign out. `button` signs out. */
export function SignOutCard({ name, button, scheme }: { name: string; button: ReactNode; scheme?: Scheme }) {
  const { session } = words();
  return (
    <StatusCard
      page="sign-out"
      text={session.signOut}
      name={name}
      action={button}
      ways={[{ href: addresses.membersHome, label: session.signOut.stay }]}
      scheme={scheme}
    />
  );
}

/**
 * Says that the member is signed out: here, in every browser (`devices`), or at NATS's sign-in page
 * too (`everywhere`).
 */
export function SignedOutCard({
  from = "signedOut",
  scheme,
}: {
  from?: "signedOut" | "signedOutDevices" | "signedOutEverywhere";
  scheme?: Scheme;
}) {
  const { common, session } = words();
  return (
    <StatusCard
      page="signed-out"
      text={session[from]}
      action={
        <ButtonLink href={withReturn(addresses.login, addresses.membersHome)}>{session.signedOut.action}</ButtonLink>
      }
      ways={[{ href: addresses.frontPage, label: common.home }]}
      scheme={scheme}
    />
  );
}

/** Says that there is no such page. */
export function MissingCard({ scheme }: { scheme?: Scheme }) {
  const { heading, says } = brokenWords.missing;
  return (
    <StatusCard
      page="missing"
      text={{ heading, says: [says] }}
      action={<ButtonLink href={addresses.membersHome}>{brokenWords.membersHome}</ButtonLink>}
      ways={[{ href: addresses.frontPage, label: brokenWords.home }]}
      scheme={scheme}
    />
  );
}
