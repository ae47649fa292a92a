/** Yours: every word a member reads, in one place. A missing text does not compile. */
import type { Words } from "@/app/parts/theme-types";
import type { Refusal } from "@/lib/access/reasons";
import type { MemberClaims } from "@/lib/claims";
import type { FailureCode } from "@/lib/failures";
import { brand } from "../brand";
import { ago, duration } from "./time";

/** Words used on more than one page. */
export const common = {
  skip: "Skip to content",
  enter: "Enter",
  join: "Join",
  upgrade: "Upgrade",
  renew: "Renew",
  help: "Help",
  home: "Front page",
  membersHome: "Members’ home",
  signOut: "Sign out",
  signIn: "Sign in",
  otherAccount: "Use another account",
  tryAgain: "Try again",
  recheck: "Check my membership again",
  checked: (seconds: number) => `Your membership was checked ${ago(seconds)}.`,
  getHelp: "Contact us",
  signedInAs: "Signed in as",
  reference: "Reference",
  fullOnly: "Full members",
  mainNavigation: "Main",
  footer: `${brand.name} · ${brand.tagline}`,
} as const;

/** The public tour. */
export const tour = {
  title: brand.tagline,
  lead: "A growing library of quiet nature films. No narrator, no hurry: only rivers, lakes and coasts, filmed with patience.",
  alreadyMember: "Members enter with their usual name and password.",
  libraryHeading: "From the library",
  libraryLead: "Three of the films members are watching now.",
  offerHeading: "What membership gives you",
  offers: [
    {
      heading: "A new film every week",
      says: "Each Friday brings one more place to sit beside, from ten minutes to a whole dawn.",
    },
    {
      heading: "The full collection",
      says: "Full members open everything we have made so far, including the long versions.",
    },
    { heading: "Watch anywhere", says: "Phone, tablet or television. Sign in and carry on where you like." },
  ],
} as const;

/** A member's membership in words: what it is called and what it opens. */
export function membership(claims: MemberClaims): { name: string; says: string } {
  if (claims.trial === "1")
    return {
      name: "Trial membership",
      says: "The latest films are open to you. The full collection comes with full membership.",
    };
  if (claims.trial === "0") return { name: "Full membership", says: "Everything in the library is open to you." };
  return { name: "Membership", says: "The latest films are open to you." };
}

/** The members' home. */
export const home = {
  title: "Members’ home",
  heading: (name: string) => `Welcome, ${name}`,
  upgradeHeading: "Open the full collection",
  upgradeSays: "Full membership adds every season and all the long versions.",
} as const;

/** The full members' page. */
export const full = {
  title: "The full collection",
  lead: "Every season, and the long versions, for full members.",
} as const;

/** The account page. */
export const account = {
  title: "Your account",
  memberHeading: "Your membership",
  name: "Name",
  email: "E-mail",
  membership: "Membership",
  checked: "Last checked",
  visitHeading: "This visit",
  signedIn: "Signed in",
  ago,
  idle: "If you step away",
  idleSays: (seconds: number) => `You are signed out after ${duration(seconds)} without use.`,
  ends: "At the latest",
  endsSays: (seconds: number) => `This visit ends in ${duration(seconds)}, at`,
  manageHeading: "Manage your membership",
  upgrade: "Upgrade to full membership",
  password: "Change your password",
  cancel: "Cancel your membership",
  leaveHeading: "Leaving",
  leaveSays: "On a shared computer, sign out when you are done.",
} as const;

/**
 * Refusals, by reason. Words suggest buying only where the reason is certain. `withoutLink` is said
 * instead if the site has no link to upgrade, renew or join.
 */
export const refused: Record<Refusal, Words & { withoutLink?: readonly string[] }> = {
  trial: {
    heading: "This part is for full members",
    says: ["Your trial membership opens the latest films. Upgrading adds this page and the full collection."],
    withoutLink: ["Your trial membership opens the latest films. Please ask us about full membership."],
  },
  expired: {
    heading: "Your membership has ended",
    says: ["Renew it and you are back in at once. Your name and password stay the same."],
    withoutLink: ["Please ask us how to renew it. Your name and password stay the same."],
  },
  never_joined: {
    heading: "Your membership has not started",
    says: ["We know your name, but joining was not completed. You can complete it now."],
    withoutLink: ["We know your name, but joining was not completed. Please ask us how to complete it."],
  },
  unknown: {
    heading: "We could not confirm your membership",
    says: [
      "Something is missing in what we were told about your membership. This is a fault on our side, not yours.",
      "Please contact us and we will put it right. There is nothing you need to buy.",
    ],
  },
  forbidden: {
    heading: "This page is not part of your membership",
    says: ["Everything your membership includes is one step away, on the members’ home."],
  },
};

/** The notice before a member is signed out for being away. */
export const stay = {
  soon: "Still there? You will be signed out soon.",
  last: "This visit ends in a few minutes. Please finish what you are doing.",
  action: "Stay signed in",
} as const;

/** Pages around signing in and out. */
export const session = {
  signedOut: {
    heading: "You are signed out",
    says: [
      `You have left ${brand.name} on this browser.`,
      "On a shared computer, close the browser as well: the sign-in page may still remember you.",
    ],
    action: "Sign in again",
  },
  signedOutEverywhere: {
    heading: "You are signed out",
    says: [`You have left ${brand.name} on this browser, and the sign-in page has forgotten you, too.`],
  },
  timedOut: {
    heading: "Signed out for your safety",
    says: [
      "You had been away for a while, or signed in for a long time, so we signed you out.",
      "We kept your place: sign in and you are back on the same page.",
    ],
    action: "Sign in and continue",
  },
  signOut: {
    heading: "Sign out?",
    says: [`You leave ${brand.name} on this browser. You can come back at any time.`],
    action: "Sign out",
    stay: "Stay",
  },
  unconfirmed: {
    heading: "We cannot reach your membership right now",
    says: [
      "For a while now we could not confirm your membership, so this page is closed for the moment.",
      "This is a fault on our side. Please try again in a few minutes; you stay signed in.",
    ],
  },
  unavailable: {
    heading: "Sign-in is taking a break",
    says: [
      "The sign-in page is not answering. Please try again in a few minutes.",
      "Members who are already signed in can carry on.",
    ],
  },
} as const;

const unfinished = "Sign-in did not finish";
const notWorking = "Sign-in is not working right now";
const noted = "This is a fault on our side and it has been noted.";

/** Sign-ins that failed, by code. */
export const failures: Record<FailureCode, Words> = {
  cancelled: { heading: unfinished, says: ["You left the sign-in page before it was done. Nothing was changed."] },
  stale: { heading: unfinished, says: ["The sign-in page was open for too long. Please start again; it is quick."] },
  reused: {
    heading: unfinished,
    says: ["This sign-in was already used, perhaps through the Back button or a second tab. Please start again."],
  },
  cookies: {
    heading: "We need one cookie",
    says: [
      "Your browser did not keep the cookie that remembers you are signed in. Allow cookies for this site, then try again.",
      "If you came from inside another app, open this page in your usual browser.",
    ],
  },
  bad_callback: {
    heading: unfinished,
    says: ["Something got lost on the way back from the sign-in page. Please start again."],
  },
  provider_error: { heading: unfinished, says: ["The sign-in page reported a problem. Please try again in a moment."] },
  provider_unreachable: {
    heading: "Sign-in is taking a break",
    says: ["The sign-in page is not answering. Please try again in a few minutes."],
  },
  busy: {
    heading: "Sign-in is taking a break",
    says: ["Many members sign in right now. Please try again in a minute."],
  },
  bad_metadata: { heading: notWorking, says: [noted, "Please try again later, or contact us."] },
  not_listed: { heading: notWorking, says: [noted, "Please try again later, or contact us."] },
  client_rejected: { heading: notWorking, says: [noted, "Please try again later, or contact us."] },
  code_rejected: {
    heading: unfinished,
    says: ["This sign-in was too old or already used. Please start again; it is quick."],
  },
  bad_token: {
    heading: unfinished,
    says: [
      "We could not check the answer of the sign-in page, so we did not let it through.",
      "Please try again, or contact us if it happens twice.",
    ],
  },
  bad_userinfo: {
    heading: unfinished,
    says: [
      "We could not read your membership, so we did not sign you in.",
      "Please try again, or contact us if it happens twice.",
    ],
  },
  no_username: {
    heading: unfinished,
    says: ["Your account came without a user name. Please contact us and we will put it right."],
  },
  clock: { heading: notWorking, says: [noted, "Please try again in a few minutes."] },
  session_too_large: { heading: notWorking, says: [noted, "Please contact us and we will put it right."] },
  internal: { heading: "That did not work", says: [noted, "Please try again in a moment."] },
};

/** A failed sign-in whose ticket does not open, for instance after a change of secrets. */
export const failureUnknown: Words = { heading: unfinished, says: ["Please start again; it is quick."] };

/** Faults and missing pages. */
export const broken: Words = { heading: "That did not work", says: [noted, "Please try again in a moment."] };
export const missing: Words = {
  heading: "Page not found",
  says: ["The address may be mistyped, or the page has moved."],
};
