/**
 * Yours: words of the pages that replace a page: it broke, it is missing, it is closed. Browsers
 * load them with every page, so they are few, and apart from the others.
 */
import { brand, type Language } from "../brand";

interface BrokenWords {
  broken: { heading: string; says: string };
  missing: { heading: string; says: string };
  closed: { heading: string; says: string };
  tryAgain: string;
  membersHome: string;
  home: string;
  help: string;
  reference: string;
}

const languages: Record<Language, BrokenWords> = {
  en: {
    broken: {
      heading: "That did not work",
      says: "This is a fault on our side and it has been noted. Please try again in a moment.",
    },
    missing: { heading: "Page not found", says: "The address may be mistyped, or the page has moved." },
    closed: {
      heading: "This page is not part of your membership",
      says: "Everything your membership includes is one step away, on the members’ home.",
    },
    tryAgain: "Try again",
    membersHome: "Members’ home",
    home: "Front page",
    help: "Help",
    reference: "Reference",
  },
  de: {
    broken: {
      heading: "Das hat nicht geklappt",
      says: "Der Fehler liegt bei uns und wurde erfasst. Bitte versuchen Sie es gleich noch einmal.",
    },
    missing: {
      heading: "Seite nicht gefunden",
      says: "Die Adresse ist vielleicht falsch geschrieben, oder die Seite ist umgezogen.",
    },
    closed: {
      heading: "Diese Seite gehört nicht zu Ihrer Mitgliedschaft",
      says: "Alles, was dazugehört, finden Sie im Mitgliederbereich.",
    },
    tryAgain: "Noch einmal versuchen",
    membersHome: "Zum Mitgliederbereich",
    home: "Startseite",
    help: "Hilfe",
    reference: "Vorgangsnummer",
  },
};

/** The words in the site's language. */
export const brokenWords: BrokenWords = languages[brand.language];
