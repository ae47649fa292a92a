/** Yours: every word a member reads, in English. The other languages must have the same texts. */
import type { Words } from "@/app/parts/theme-types";
import type { Refusal } from "@/lib/access/reasons";
import type { MemberClaims } from "@/lib/claims";
import type { FailureCode } from "@/lib/failures";
import { brand } from "../brand";
import { lengthOfTime, listed, timeAgo } from "./time";

const ago = (seconds: number) => timeAgo(seconds, "en", "just now");
const length = (seconds: number) => lengthOfTime(seconds, "en");

/** Words used on more than one page. */
const common = {
  skip: "Skip to content",
  enter: "Enter",
  join: "Join",
  upgrade: "Upgrade",
  renew: "Renew",
  help: "Help",
  home: "Front page",
  membersHome: "Members’ home",
  menu: "Menu",
  account: "Account",
  signOut: "Sign out",
  signIn: "Sign in",
  otherAccount: "Use another account",
  tryAgain: "Try again",
  recheck: "Check my membership again",
  checked: (seconds: number) => `Your membership was checked ${ago(seconds)}.`,
  notChecked: "We could not ask about your membership just now. Please try again in a few minutes.",
  getHelp: "Contact us",
  signedInAs: "Signed in as",
  reference: "Reference",
  fullOnly: "Full members only",
  mainNavigation: "Main",
  lengthOfTime: length,
};

/** The public tour. */
const tour = {
  title: "Slow films from wild water",
  description: "A members’ library of quiet nature films: rivers, lakes and coasts, filmed with patience.",
  lead: "A growing library of quiet nature films. No narrator, no hurry: only rivers, lakes and coasts, filmed with patience.",
  alreadyMember: "Members enter with their usual name and password.",
  libraryHeading: "From the library",
  libraryLead: "Some of the films that members watch.",
  offerHeading: "What membership gives you",
  offers: [
    { heading: "Films without hurry", says: "Water, weather and light. Nobody talks, and nothing is for sale." },
    { heading: "The full collection", says: "Full members see every film from beginning to end." },
    { heading: "Watch anywhere", says: "Phone, tablet or television: sign in, and watch where you like." },
  ],
  closingHeading: "Come and sit by the water",
  closingSays: "Joining takes a few minutes. You can leave whenever you like.",
};

/** A member's membership in words: what it is called and what it opens. */
function membership(claims: MemberClaims): { name: string; says: string } {
  if (claims.trial === "1")
    return {
      name: "Trial membership",
      says: "Photos and teasers are open to you. Whole films come with full membership.",
    };
  if (claims.trial === "0") return { name: "Full membership", says: "Everything in the library is open to you." };
  return { name: "Membership", says: "Photos and teasers are open to you." };
}

/** The members' home. */
const home = {
  title: "Members’ home",
  short: "Home",
  heading: (name: string) => `Welcome, ${name}`,
  collection: "The full collection",
  collectionSays: "Every film, from beginning to end.",
  account: "Your account",
  accountSays: "Your membership, this visit, and signing out.",
  upgradeHeading: "Open the full collection",
  upgradeSays: "With full membership every film plays from beginning to end.",
};

/** The full members' page. */
const full = {
  title: "The full collection",
  short: "Collection",
  lead: "Every film, from beginning to end, for full members.",
  empty: "There is nothing here yet. New films come soon.",
};

/** The account page. */
const account = {
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
  idleSays: (seconds: number) => `You are signed out after ${length(seconds)} without activity.`,
  ends: "At the latest",
  endsSays: (seconds: number) => `This visit ends in ${length(seconds)}, at`,
  manageHeading: "Manage your membership",
  upgrade: "Upgrade to full membership",
  password: "Change your password",
  cancel: "Cancel your membership",
  lookHeading: "Light or dark",
  look: { system: "Same as this device", light: "Light", dark: "Dark" },
  visits: "Open visits",
  visitsSays: (ages: readonly number[]) => `${ages.length}, signed in ${listed(ages.map(ago), "en")}.`,
  signOutEverywhere: "Sign out on all devices",
  leaveSays: "On a shared computer, sign out when you are done.",
};

/**
 * Refusals, by reason. Words suggest buying only where the reason is certain. `withoutLink` is said
 * instead if the site has no link to upgrade, renew or join.
 */
const refused: Record<Refusal, Words & { withoutLink?: readonly string[] }> = {
  trial: {
    heading: "This part is for full members",
    says: ["Your trial membership opens photos and teasers. Upgrading adds the full collection."],
    withoutLink: ["Your trial membership opens photos and teasers. Please ask us about full membership."],
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
const stay = {
  /** The browser puts the time of day in the place of {time}. */
  soon: "Still there? You will be signed out at {time}.",
  last: "This visit ends at {time}. Please finish what you are doing.",
  action: "Stay signed in",
};

/** Pages around signing in and out. */
const session = {
  signedOut: {
    heading: "You are signed out",
    says: [
      `You are signed out of ${brand.name} in this browser.`,
      "On a shared computer, close the browser as well: the sign-in page may still remember you.",
    ],
    action: "Sign in again",
  },
  signedOutDevices: {
    heading: "You are signed out on all devices",
    says: [`Every open visit to ${brand.name} has ended, in this browser and in all others.`],
  },
  /** Somebody ended the visit before its time: the member elsewhere, one more sign-in, or we. */
  ended: {
    everywhere: {
      heading: "You signed out on another device",
      says: ["From there you ended all your visits, and this one with them. Sign in to go on here."],
    },
    limit: {
      heading: "Your visit goes on elsewhere",
      says: [
        "Your membership was opened in another browser, so the visit that was open longest has ended: this one.",
        "Sign in to go on here.",
      ],
    },
    operator: {
      heading: "This visit has ended",
      says: ["We ended it on our side. Sign in to go on, and contact us if that does not work."],
    },
  },
  signedOutEverywhere: {
    heading: "You are signed out",
    says: [`You are signed out of ${brand.name} in this browser, and the sign-in page has forgotten you, too.`],
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
    says: [`You will be signed out of ${brand.name} in this browser. You can come back at any time.`],
    action: "Sign out",
    stay: "Stay",
  },
  unconfirmed: {
    heading: "We cannot check your membership right now",
    says: [
      "For a while now we have not been able to confirm your membership, so this page is closed for the moment.",
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
};

const unfinished = "Sign-in did not finish";
const notWorking = "Sign-in is not working right now";
const noted = "This is a fault on our side and it has been noted.";

/** Sign-ins that failed, by code. */
const failures: Record<FailureCode, Words> = {
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
    says: ["Many members are signing in right now. Please try again in a minute."],
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
const failureUnknown: Words = { heading: unfinished, says: ["Please start again; it is quick."] };

/** The words in English, and the texts that every language has. */
export const en = {
  ...{ common, tour, membership, home, full, account, refused, stay, session },
  ...{ failures, failureUnknown },
};

/** Every word of a language. `en` is the model: a text that another language lacks is an error. */
export type SiteWords = typeof en;
