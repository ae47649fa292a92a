/** Yours: every word a member reads, in German. A text that only en.ts has does not compile. */
import { brand } from "../brand";
import type { SiteWords } from "./en";
import { lengthOfTime, timeAgo } from "./time";

const ago = (seconds: number) => timeAgo(seconds, "de", "gerade eben");
const length = (seconds: number) => lengthOfTime(seconds, "de");

const unfinished = "Die Anmeldung wurde nicht abgeschlossen";
const notWorking = "Die Anmeldung funktioniert gerade nicht";
const pause = "Die Anmeldung macht gerade Pause";
const noted = "Der Fehler liegt bei uns und wurde festgehalten.";
const laterOrContact = "Bitte versuchen Sie es später noch einmal, oder schreiben Sie uns.";
const twice = "Bitte versuchen Sie es noch einmal. Wenn es wieder geschieht, schreiben Sie uns.";

export const de: SiteWords = {
  common: {
    skip: "Zum Inhalt",
    enter: "Eintreten",
    join: "Mitglied werden",
    upgrade: "Aufwerten",
    renew: "Verlängern",
    help: "Hilfe",
    home: "Startseite",
    membersHome: "Zum Mitgliederbereich",
    menu: "Menü",
    account: "Konto",
    signOut: "Abmelden",
    signIn: "Anmelden",
    otherAccount: "Mit anderem Namen anmelden",
    tryAgain: "Noch einmal versuchen",
    recheck: "Mitgliedschaft neu prüfen",
    checked: (seconds) => `Ihre Mitgliedschaft wurde ${ago(seconds)} geprüft.`,
    notChecked: "Wir konnten Ihre Mitgliedschaft gerade nicht prüfen. Bitte versuchen Sie es in ein paar Minuten.",
    getHelp: "Schreiben Sie uns",
    signedInAs: "Angemeldet als",
    reference: "Vorgang",
    fullOnly: "Nur Vollmitglieder",
    mainNavigation: "Hauptmenü",
    lengthOfTime: length,
  },
  tour: {
    title: "Langsame Filme vom wilden Wasser",
    description: "Stille Naturfilme für Mitglieder: Flüsse, Seen und Küsten, mit Geduld gefilmt.",
    lead: "Eine wachsende Sammlung stiller Naturfilme. Keine Stimme, keine Eile: nur Flüsse, Seen und Küsten, mit Geduld gefilmt.",
    alreadyMember: "Mitglieder melden sich mit ihrem gewohnten Namen und Passwort an.",
    libraryHeading: "Aus der Sammlung",
    libraryLead: "Drei der Filme, die unsere Mitglieder sehen.",
    offerHeading: "Was Sie als Mitglied bekommen",
    offers: [
      { heading: "Filme ohne Eile", says: "Wasser, Wetter und Licht. Niemand redet, und nichts wird verkauft." },
      { heading: "Die ganze Sammlung", says: "Vollmitglieder sehen jeden Film von Anfang bis Ende." },
      {
        heading: "Überall ansehen",
        says: "Handy, Tablet oder Fernseher: anmelden und dort weitersehen, wo Sie wollen.",
      },
    ],
    closingHeading: "Setzen Sie sich ans Wasser",
    closingSays: "Der Beitritt dauert ein paar Minuten. Kündigen können Sie jederzeit.",
  },
  membership: ({ trial }) => {
    if (trial === "1") {
      return {
        name: "Probemitgliedschaft",
        says: "Fotos und Ausschnitte stehen Ihnen offen. Ganze Filme gehören zur Vollmitgliedschaft.",
      };
    }
    if (trial === "0") return { name: "Vollmitgliedschaft", says: "Die ganze Sammlung steht Ihnen offen." };
    return { name: "Mitgliedschaft", says: "Fotos und Ausschnitte stehen Ihnen offen." };
  },
  home: {
    title: "Mitgliederbereich",
    short: "Übersicht",
    heading: (name) => `Willkommen, ${name}`,
    collection: "Die ganze Sammlung",
    collectionSays: "Jeder Film, von Anfang bis Ende.",
    account: "Ihr Konto",
    accountSays: "Ihre Mitgliedschaft, dieser Besuch und die Abmeldung.",
    upgradeHeading: "Die ganze Sammlung öffnen",
    upgradeSays: "Mit der Vollmitgliedschaft läuft jeder Film von Anfang bis Ende.",
  },
  full: {
    title: "Die ganze Sammlung",
    short: "Sammlung",
    lead: "Jeder Film von Anfang bis Ende, für Vollmitglieder.",
    empty: "Hier ist noch nichts. Neue Filme kommen bald.",
  },
  account: {
    title: "Ihr Konto",
    memberHeading: "Ihre Mitgliedschaft",
    name: "Name",
    email: "E-Mail",
    membership: "Mitgliedschaft",
    checked: "Zuletzt geprüft",
    visitHeading: "Dieser Besuch",
    signedIn: "Angemeldet",
    ago,
    idle: "Wenn Sie nicht da sind",
    idleSays: (seconds) => `Nach ${length(seconds)} ohne Aktivität melden wir Sie ab.`,
    ends: "Spätestens",
    endsSays: (seconds) => `Dieser Besuch endet in ${length(seconds)}, um`,
    manageHeading: "Mitgliedschaft verwalten",
    upgrade: "Zur Vollmitgliedschaft wechseln",
    password: "Passwort ändern",
    cancel: "Mitgliedschaft kündigen",
    lookHeading: "Hell oder dunkel",
    look: { system: "Wie dieses Gerät", light: "Hell", dark: "Dunkel" },
    leaveSays: "Melden Sie sich an einem gemeinsam genutzten Computer ab, wenn Sie fertig sind.",
  },
  refused: {
    trial: {
      heading: "Dieser Bereich ist für Vollmitglieder",
      says: [
        "Ihre Probemitgliedschaft öffnet Fotos und Ausschnitte. Mit der Vollmitgliedschaft kommen diese Seite und die ganze Sammlung dazu.",
      ],
      withoutLink: [
        "Ihre Probemitgliedschaft öffnet Fotos und Ausschnitte. Zur Vollmitgliedschaft beraten wir Sie gern.",
      ],
    },
    expired: {
      heading: "Ihre Mitgliedschaft ist abgelaufen",
      says: ["Verlängern Sie sie, und Sie sind sofort wieder dabei. Name und Passwort bleiben gleich."],
      withoutLink: ["Fragen Sie uns, wie Sie sie verlängern. Name und Passwort bleiben gleich."],
    },
    never_joined: {
      heading: "Ihre Mitgliedschaft hat noch nicht begonnen",
      says: ["Wir kennen Ihren Namen, aber der Beitritt wurde nicht abgeschlossen. Das können Sie jetzt nachholen."],
      withoutLink: [
        "Wir kennen Ihren Namen, aber der Beitritt wurde nicht abgeschlossen. Fragen Sie uns, wie Sie ihn nachholen.",
      ],
    },
    unknown: {
      heading: "Wir konnten Ihre Mitgliedschaft nicht bestätigen",
      says: [
        "In den Angaben zu Ihrer Mitgliedschaft fehlt etwas. Der Fehler liegt bei uns, nicht bei Ihnen.",
        "Bitte schreiben Sie uns, wir bringen es in Ordnung. Sie brauchen nichts zu kaufen.",
      ],
    },
    forbidden: {
      heading: "Diese Seite gehört nicht zu Ihrer Mitgliedschaft",
      says: ["Alles, was dazugehört, finden Sie mit einem Schritt im Mitgliederbereich."],
    },
  },
  stay: {
    soon: "Noch da? Um {time} melden wir Sie ab.",
    last: "Dieser Besuch endet um {time}. Bitte bringen Sie zu Ende, was Sie gerade tun.",
    action: "Angemeldet bleiben",
  },
  session: {
    signedOut: {
      heading: "Sie sind abgemeldet",
      says: [
        `Sie haben ${brand.name} in diesem Browser verlassen.`,
        "Schließen Sie an einem gemeinsam genutzten Computer auch den Browser: Die Anmeldeseite erkennt Sie vielleicht noch.",
      ],
      action: "Wieder anmelden",
    },
    signedOutEverywhere: {
      heading: "Sie sind abgemeldet",
      says: [`Sie haben ${brand.name} in diesem Browser verlassen, und auch die Anmeldeseite erkennt Sie nicht mehr.`],
    },
    timedOut: {
      heading: "Zu Ihrer Sicherheit abgemeldet",
      says: [
        "Sie waren eine Weile nicht da oder sehr lange angemeldet, deshalb haben wir Sie abgemeldet.",
        "Ihren Platz haben wir gemerkt: Melden Sie sich an, und Sie sind wieder auf derselben Seite.",
      ],
      action: "Anmelden und weitermachen",
    },
    signOut: {
      heading: "Abmelden?",
      says: [`Sie verlassen ${brand.name} in diesem Browser. Sie können jederzeit wiederkommen.`],
      action: "Abmelden",
      stay: "Hierbleiben",
    },
    unconfirmed: {
      heading: "Wir erreichen Ihre Mitgliedschaft gerade nicht",
      says: [
        "Seit einer Weile konnten wir Ihre Mitgliedschaft nicht bestätigen. Darum ist diese Seite im Moment geschlossen.",
        "Der Fehler liegt bei uns. Bitte versuchen Sie es in ein paar Minuten; Sie bleiben angemeldet.",
      ],
    },
    unavailable: {
      heading: pause,
      says: [
        "Die Anmeldeseite antwortet nicht. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
        "Wer schon angemeldet ist, kann weitermachen.",
      ],
    },
  },
  failures: {
    cancelled: {
      heading: unfinished,
      says: ["Sie haben die Anmeldeseite vorher verlassen. Es wurde nichts geändert."],
    },
    stale: {
      heading: unfinished,
      says: ["Die Anmeldeseite war zu lange offen. Bitte fangen Sie noch einmal an; es geht schnell."],
    },
    reused: {
      heading: unfinished,
      says: [
        "Diese Anmeldung wurde schon benutzt, vielleicht über die Zurück-Taste oder in einem zweiten Tab. Bitte fangen Sie noch einmal an.",
      ],
    },
    cookies: {
      heading: "Wir brauchen ein Cookie",
      says: [
        "Ihr Browser hat das Cookie nicht behalten, an dem wir Sie erkennen. Erlauben Sie Cookies für diese Seite, und versuchen Sie es noch einmal.",
        "Wenn Sie aus einer anderen App kommen, öffnen Sie diese Seite in Ihrem gewohnten Browser.",
      ],
    },
    bad_callback: {
      heading: unfinished,
      says: ["Auf dem Rückweg von der Anmeldeseite ging etwas verloren. Bitte fangen Sie noch einmal an."],
    },
    provider_error: {
      heading: unfinished,
      says: ["Die Anmeldeseite meldet ein Problem. Bitte versuchen Sie es gleich noch einmal."],
    },
    provider_unreachable: {
      heading: pause,
      says: ["Die Anmeldeseite antwortet nicht. Bitte versuchen Sie es in ein paar Minuten noch einmal."],
    },
    busy: {
      heading: pause,
      says: ["Gerade melden sich viele Mitglieder an. Bitte versuchen Sie es in einer Minute noch einmal."],
    },
    bad_metadata: { heading: notWorking, says: [noted, laterOrContact] },
    not_listed: { heading: notWorking, says: [noted, laterOrContact] },
    client_rejected: { heading: notWorking, says: [noted, laterOrContact] },
    code_rejected: {
      heading: unfinished,
      says: ["Diese Anmeldung war zu alt oder schon benutzt. Bitte fangen Sie noch einmal an; es geht schnell."],
    },
    bad_token: {
      heading: unfinished,
      says: ["Wir konnten die Antwort der Anmeldeseite nicht prüfen und haben sie deshalb nicht angenommen.", twice],
    },
    bad_userinfo: {
      heading: unfinished,
      says: ["Wir konnten Ihre Mitgliedschaft nicht lesen und haben Sie deshalb nicht angemeldet.", twice],
    },
    no_username: {
      heading: unfinished,
      says: ["Ihr Konto kam ohne Benutzernamen an. Bitte schreiben Sie uns, wir bringen es in Ordnung."],
    },
    clock: { heading: notWorking, says: [noted, "Bitte versuchen Sie es in ein paar Minuten noch einmal."] },
    session_too_large: {
      heading: notWorking,
      says: [noted, "Bitte schreiben Sie uns, wir bringen es in Ordnung."],
    },
    internal: { heading: "Das hat nicht geklappt", says: [noted, "Bitte versuchen Sie es gleich noch einmal."] },
  },
  failureUnknown: { heading: unfinished, says: ["Bitte fangen Sie noch einmal an; es geht schnell."] },
};
