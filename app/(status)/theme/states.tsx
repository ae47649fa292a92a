/** The states that `/theme` shows, with a made-up member. */
import type { ReactNode } from "react";
import TourPage from "@/app/(public)/page";
import ErrorPage from "@/app/error";
import { Button } from "@/app/parts/button";
import { CardGrid } from "@/app/parts/card-grid";
import { MemberPage } from "@/app/parts/member-page";
import { EndedCard, TimedOutCard, UnavailableCard } from "@/app/parts/return-cards";
import { MissingCard, RefusedCard, SignedOutCard, SignInFailedCard, SignOutCard } from "@/app/parts/status-cards";
import { homeCards } from "@/app/theme/contents";
import { words } from "@/app/theme/words";
import { refusals } from "@/lib/access/reasons";
import { addresses } from "@/lib/addresses";
import { failureCodes } from "@/lib/failures";
import { type Member, membershipLinks } from "@/lib/member";

/** A member in the middle of a visit. */
function member(): Member {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: "1",
    iss: "https://nats.example",
    name: "riverwatcher",
    claims: { username: "riverwatcher", trial: "1", status: "1" },
    reference: "0a1b2c3d4e5f",
    signedInAt: now - 1200,
    checkedAt: now - 240,
    unanswered: false,
    idleEndsAt: now + 3000,
    endsAt: now + 20_000,
    idleSeconds: 3600,
  };
}

function refused(reason: (typeof refusals)[number], links = membershipLinks(member())): ReactNode {
  return <RefusedCard reason={reason} member={member()} links={links} wanted="/full" mayEnter={reason === "trial"} />;
}

/** The states by name. Made when they are shown, in the language of that moment. */
const states: Readonly<Record<string, () => ReactNode>> = {
  tour: () => <TourPage />,
  "members' home": () => (
    <MemberPage member={member()} current={addresses.membersHome}>
      <h1 className="mb-9 text-3xl sm:text-4xl">{words().home.heading(member().name)}</h1>
      <CardGrid cards={homeCards()} trial />
    </MemberPage>
  ),
  ...Object.fromEntries(refusals.map((reason) => [`refused: ${reason}`, () => refused(reason)])),
  "refused: trial, without a link": () => refused("trial", {}),
  ...Object.fromEntries(
    failureCodes.map((code) => [
      `sign-in failed: ${code}`,
      () => <SignInFailedCard failure={{ code, reference: "0a1b2c3d", returnTo: addresses.membersHome }} />,
    ]),
  ),
  "sign-in failed: unknown": () => <SignInFailedCard failure={null} />,
  "timed out": () => <TimedOutCard wanted={addresses.membersHome} />,
  "sign-in unavailable": () => <UnavailableCard name={undefined} wanted={addresses.membersHome} />,
  "membership unconfirmed": () => <UnavailableCard name="riverwatcher" wanted={addresses.membersHome} />,
  "sign out?": () => <SignOutCard name="riverwatcher" button={<Button>{words().session.signOut.action}</Button>} />,
  "signed out": () => <SignedOutCard />,
  "signed out on all devices": () => <SignedOutCard from="signedOutDevices" />,
  "signed out at NATS": () => <SignedOutCard from="signedOutEverywhere" />,
  "ended from another device": () => <EndedCard by="everywhere" wanted={addresses.membersHome} />,
  "ended by one visit more": () => <EndedCard by="limit" wanted={addresses.membersHome} />,
  "ended by the operator": () => <EndedCard by="operator" wanted={addresses.membersHome} />,
  "page not found": () => <MissingCard />,
  "page broken": () => <ErrorPage />,
  "page closed by its guard": () => <ErrorPage kind="closed" />,
};

/** The names of all states, in the order of the overview. */
export const stateNames = Object.keys(states);

/** Draws a state, or returns undefined for a name that is none. */
export function stateOf(name: string): ReactNode {
  return Object.hasOwn(states, name) ? states[name]?.() : undefined;
}
