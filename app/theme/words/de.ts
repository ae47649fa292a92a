/** Yours: every word a member reads, in German. A text that only en.ts has does not compile. */
import { brand } from "../brand";
import type { SiteWords } from "./en";
import { lengthOfTime, listed, timeAgo } from "./time";

const ago = (seconds: number) => timeAgo(seconds, "de", "gerade eben");
const length = (seconds: number) => lengthOfTime(seconds, "de");
/** Behind „in“ and „nach“: 30 Tage become 30 Tagen. */
const inDative = (seconds: number) => length(seconds).replace(/Tage$/, "Tagen");

const unfinished = "Die Anmeldung wurde nicht abgeschlossen";
const notWorking = "Die Anmeldung funktioniert gerade nicht";
const pause = "Die Anmeldung ist gerade nicht erreichbar";
const noted = "Der Fehler liegt bei uns und wurde erfasst.";
const laterOrContact = "Bitte versuchen Sie es später noch einmal, oder schreiben Sie uns.";
const twice = "Bitte versuchen Sie es noch einmal. Wenn es wieder geschieht, schreiben Sie uns.";

export const de: SiteWords = {
  common: {
    skip: "Zum Inhalt",
    enter: "Zum Mitgliederbereich",
    join: "Mitglied werden",
    upgrade: "Zur Vollmitgliedschaft",
    renew: "Verlängern",
    help: "Hilfe",
    home: "Startseite",
    membersHome: "Zum Mitgliederbereich",
    menu: "Menü",
    account: "Konto",
    signOut: "Abmelden",
    signIn: "Anmelden",
    otherAccount: "Mit einem anderen Konto anmelden",
    tryAgain: "Noch einmal versuchen",
    recheck: "Mitgliedschaft neu prüfen",
    checked: (seconds) => `Ihre Mitgliedschaft wurde ${ago(seconds)} geprüft.`,
    notChecked:
      "Wir konnten Ihre Mitgliedschaft gerade nicht prüfen. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
    getHelp: "Kontakt",
    signedInAs: "Angemeldet als",
    reference: "Vorgangsnummer",
    fullOnly: "Nur Vollmitglieder",
    mainNavigation: "Hauptmenü",
    lengthOfTime: length,
  },
  tour: {
    title: "Stille Filme vom wilden Wasser",
    description: "Stille Naturfilme für Mitglieder: Flüsse, Seen und Küsten, mit Geduld gefilmt.",
    lead: "Eine wachsende Sammlung stiller Naturfilme. Kein Sprecher, keine Eile: nur Flüsse, Seen und Küsten, mit Geduld gefilmt.",
    alreadyMember: "Mitglieder melden sich mit ihrem gewohnten Namen und Passwort an.",
    libraryHeading: "Aus der Sammlung",
    libraryLead: "Einige der Filme, die unsere Mitglieder sehen.",
    offerHeading: "Was Sie als Mitglied bekommen",
    offers: [
      { heading: "Filme ohne Eile", says: "Wasser, Wetter und Licht. Niemand redet, und nichts wird verkauft." },
      { heading: "Die ganze Sammlung", says: "Vollmitglieder sehen jeden Film von Anfang bis Ende." },
      {
        heading: "Überall ansehen",
        says: "Handy, Tablet oder Fernseher: anmelden und ansehen, wo Sie wollen.",
      },
    ],
    closingHeading: "Setzen Sie sich ans Wasser",
    closingSays: "Der Beitritt dauert ein paar Minuten. Kündigen können Sie jederzeit.",
  },
  membership: ({ trial }) => {
    if (trial === "1") {
      return {
        name: "Probemitgliedschaft",
        says: "Fotos und Ausschnitte können Sie ansehen. Ganze Filme gehören zur Vollmitgliedschaft.",
      };
    }
    if (trial === "0") return { name: "Vollmitgliedschaft", says: "Die ganze Sammlung steht Ihnen offen." };
    return { name: "Mitgliedschaft", says: "Fotos und Ausschnitte können Sie ansehen." };
  },
  home: {
    title: "Mitgliederbereich",
    short: "Übersicht",
    heading: (name) => `Willkommen, ${name}`,
    collection: "Die ganze Sammlung",
    collectionSays: "Jeder Film, von Anfang bis Ende.",
    account: "Ihr Konto",
    accountSays: "Ihre Mitgliedschaft, dieser Besuch, Abmelden.",
    upgradeHeading: "Die ganze Sammlung freischalten",
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
    idle: "Bei Inaktivität",
    idleSays: (seconds) => `Nach ${inDative(seconds)} ohne Aktivität melden wir Sie ab.`,
    ends: "Spätestens",
    endsSays: (seconds) => `Dieser Besuch endet in ${inDative(seconds)}, um`,
    manageHeading: "Mitgliedschaft verwalten",
    upgrade: "Zur Vollmitgliedschaft wechseln",
    password: "Passwort ändern",
    cancel: "Mitgliedschaft kündigen",
    lookHeading: "Hell oder dunkel",
    look: { system: "Wie das Gerät", light: "Hell", dark: "Dunkel" },
    visits: "Offene Besuche",
    visitsSays: (ages: readonly number[]) => `${ages.length}, angemeldet ${listed(ages.map(ago), "de")}.`,
    signOutEverywhere: "Auf allen Geräten abmelden",
    leaveSays: "Melden Sie sich an einem gemeinsam genutzten Computer ab, wenn Sie fertig sind.",
  },
  refused: {
    trial: {
      heading: "Dieser Bereich ist für Vollmitglieder",
      says: [
        "Mit Ihrer Probemitgliedschaft sehen Sie Fotos und Ausschnitte. Mit der Vollmitgliedschaft kommt die ganze Sammlung dazu.",
      ],
      withoutLink: [
        "Mit Ihrer Probemitgliedschaft sehen Sie Fotos und Ausschnitte. Zur Vollmitgliedschaft beraten wir Sie gern.",
      ],
    },
    expired: {
      heading: "Ihre Mitgliedschaft ist abgelaufen",
      says: ["Nach der Verlängerung sind Sie sofort wieder dabei. Name und Passwort bleiben gleich."],
      withoutLink: ["Fragen Sie uns nach der Verlängerung. Name und Passwort bleiben gleich."],
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
      says: ["Alles, was dazugehört, finden Sie im Mitgliederbereich."],
    },
  },
  stay: {
    soon: "Noch da? Um {time} Uhr melden wir Sie ab.",
    last: "Dieser Besuch endet um {time} Uhr. Bitte schließen Sie ab, woran Sie arbeiten.",
    action: "Angemeldet bleiben",
  },
  session: {
    signedOut: {
      heading: "Sie sind abgemeldet",
      says: [
        `Sie sind in diesem Browser von ${brand.name} abgemeldet.`,
        "Schließen Sie an einem gemeinsam genutzten Computer auch den Browser: Die Anmeldeseite erkennt Sie vielleicht noch.",
      ],
      action: "Wieder anmelden",
    },
    signedOutDevices: {
      heading: "Sie sind auf allen Geräten abgemeldet",
      says: [`Alle offenen Besuche bei ${brand.name} sind beendet, in diesem Browser und in allen anderen.`],
    },
    ended: {
      everywhere: {
        heading: "Sie haben sich auf einem anderen Gerät abgemeldet",
        says: ["Dort haben Sie alle Ihre Besuche beendet, auch diesen. Melden Sie sich an, um hier weiterzumachen."],
      },
      limit: {
        heading: "Ihr Besuch geht anderswo weiter",
        says: [
          "Sie haben sich in einem anderen Browser angemeldet. Deshalb ist der älteste offene Besuch beendet, und das war dieser.",
          "Melden Sie sich an, um hier weiterzumachen.",
        ],
      },
      operator: {
        heading: "Dieser Besuch ist beendet",
        says: ["Wir haben ihn beendet. Melden Sie sich wieder an. Wenn das nicht geht, schreiben Sie uns bitte."],
      },
    },
    signedOutEverywhere: {
      heading: "Sie sind abgemeldet",
      says: [
        `Sie sind in diesem Browser von ${brand.name} abgemeldet, und auch die Anmeldeseite erkennt Sie nicht mehr.`,
      ],
    },
    timedOut: {
      heading: "Zu Ihrer Sicherheit abgemeldet",
      says: [
        "Sie waren eine Weile nicht da oder sehr lange angemeldet, deshalb haben wir Sie abgemeldet.",
        "Wir haben uns gemerkt, wo Sie waren: Nach der Anmeldung sind Sie wieder auf derselben Seite.",
      ],
      action: "Anmelden und weitermachen",
    },
    signOut: {
      heading: "Abmelden?",
      says: [`Sie werden in diesem Browser von ${brand.name} abgemeldet. Sie können jederzeit wiederkommen.`],
      action: "Abmelden",
      stay: "Angemeldet bleiben",
    },
    unconfirmed: {
      heading: "Wir können Ihre Mitgliedschaft gerade nicht prüfen",
      says: [
        "Seit einer Weile können wir Ihre Mitgliedschaft nicht bestätigen. Darum ist diese Seite vorübergehend nicht verfügbar.",
        "Der Fehler liegt bei uns. Bitte versuchen Sie es in ein paar Minuten noch einmal; Sie bleiben angemeldet.",
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
      says: ["Sie haben die Anmeldeseite verlassen, bevor die Anmeldung fertig war. Es hat sich nichts geändert."],
    },
    stale: {
      heading: unfinished,
      says: ["Die Anmeldeseite war zu lange offen. Bitte fangen Sie noch einmal an; es geht schnell."],
    },
    reused: {
      heading: unfinished,
      says: [
        "Diese Anmeldung wurde schon verwendet, vielleicht über die Zurück-Taste oder in einem zweiten Tab. Bitte fangen Sie noch einmal an.",
      ],
    },
    cookies: {
      heading: "Wir brauchen ein Cookie",
      says: [
        "Ihr Browser hat das Cookie nicht gespeichert, an dem wir Sie erkennen. Erlauben Sie Cookies für diese Website, und versuchen Sie es noch einmal.",
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
      says: [
        "Diese Anmeldung war zu alt oder wurde schon verwendet. Bitte fangen Sie noch einmal an; es geht schnell.",
      ],
    },
    bad_token: {
      heading: unfinished,
      says: ["Wir konnten die Antwort der Anmeldeseite nicht prüfen und haben sie deshalb nicht angenommen.", twice],
    },
    bad_userinfo: {
      heading: unfinished,
      says: [
        "Wir konnten die Angaben zu Ihrer Mitgliedschaft nicht lesen und haben Sie deshalb nicht angemeldet.",
        twice,
      ],
    },
    no_username: {
      heading: unfinished,
      says: ["Zu Ihrem Konto fehlt uns der Benutzername. Bitte schreiben Sie uns, wir bringen es in Ordnung."],
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
