/** The sample's words in German. A text that en.ts has and this file lacks is an error. */
import { lengthOfTime } from "@/app/theme/words/time";
import type { SampleWords } from "./en";

const length = (seconds: number) => lengthOfTime(seconds, "de");

/** Every word of the sample in German. */
export const de: SampleWords = {
  films: {
    "last-light": {
      title: "Letztes Licht",
      place: "Binnensee, Juli",
      about:
        "Die Sonne sinkt hinter die Hügel am anderen Ufer. Drei Vögel ziehen vorüber, das Schilf wiegt sich, und die ersten Sterne gehen auf.",
    },
    "herons-hour": {
      title: "Die Stunde des Reihers",
      place: "Schilfgürtel, April",
      about:
        "Die Sonne geht auf, und der Nebel hebt sich vom Schilf. Ein Reiher steht still; zweimal taucht er den Schnabel ein.",
    },
    snowmelt: {
      title: "Schneeschmelze",
      place: "Hochtal, Mai",
      about:
        "Unter verschneiten Gipfeln fließt Schmelzwasser aus einem Tal voller Kiefern. Wolken ziehen an den Bergen vorbei.",
    },
    "between-the-tides": {
      title: "Zwischen den Gezeiten",
      place: "Nordküste, März",
      about:
        "Unter einer grünen Landspitze rollen Wellen den Strand hinauf, jede ein wenig höher. Über dem Wasser kreisen Möwen.",
    },
    "rain-in-the-pines": {
      title: "Regen in den Kiefern",
      place: "Alter Wald, Oktober",
      about: "Regen fällt auf einen Kiefernwald. Dann hört er auf, der Nebel lichtet sich, und die Sonne kommt durch.",
    },
    "ice-singing": {
      title: "Das Eis singt",
      place: "Zugefrorener See, Januar",
      about:
        "Polarlichter ziehen über einen zugefrorenen See. Ein Riss nach dem anderen läuft durch das Eis und leuchtet auf.",
    },
  },
  photos: {
    "first-light": {
      title: "Erstes Licht",
      place: "Binnensee, Juni",
      alt: "Ein kleines Segelboot auf einem stillen See, die Sonne tief über Hügeln, dunkle Kiefern am nahen Ufer.",
    },
    heron: {
      title: "Der Wächter",
      place: "Schilfgürtel, September",
      alt: "Ein Reiher steht im seichten Wasser vor der großen untergehenden Sonne, Schilf auf beiden Seiten.",
    },
    summit: {
      title: "Die letzte Sonne",
      place: "Hochtal, November",
      alt: "Ein verschneiter Gipfel glüht rot im Abendlicht, am Himmel der Mond, unten dunkler Wald.",
    },
    "low-water": {
      title: "Niedrigwasser",
      place: "Flussmündung, August",
      alt: "Ein Priel windet sich durch das Watt einer Flussmündung; sechs Watvögel suchen Futter.",
    },
    "salt-wind": {
      title: "Salzwind",
      place: "Dünen, Mai",
      alt: "Grasbüschel auf Sanddünen, dahinter ein Streifen Meer, darüber die Sonne.",
    },
    owls: {
      title: "Nacht der Eulen",
      place: "Alter Wald, Dezember",
      alt: "Eine Eule mit leuchtenden Augen sitzt auf einem kahlen Ast vor dem Vollmond.",
    },
    "first-snow": {
      title: "Erster Schnee",
      place: "Alter Wald, November",
      alt: "Schnee fällt auf eine Lichtung zwischen Kiefern; die Fenster einer Hütte sind erleuchtet.",
    },
    lighthouse: {
      title: "Auf Wache",
      place: "Nordküste, Oktober",
      alt: "Die Lichtkegel eines Leuchtturms auf einer Landspitze queren den Abendhimmel; unten Wellen.",
    },
  },
  latest: {
    short: "Neues",
    title: "Neue Filme",
    says: "Sechs Orte am Wasser, der neueste zuerst.",
    page: (page, pages) => `Seite ${page} von ${pages}`,
    titleOfPage: (page) => `Neue Filme, Seite ${page}`,
    beyond: (page) => `Seite ${page} gibt es noch nicht. Vielleicht kommen ältere Filme dazu.`,
    newer: "Neuere Filme",
    older: "Ältere Filme",
    first: "Zu den neuesten Filmen",
    pagination: "Seiten",
  },
  gallery: {
    short: "Fotos",
    title: "Fotos",
    lead: "Bilder von den Orten, an denen wir waren.",
    position: (position, count) => `${position} von ${count}`,
    previous: "Voriges Foto",
    next: "Nächstes Foto",
    pagination: "Fotos",
    back: "Alle Fotos",
  },
  watch: {
    back: "Neue Filme",
    film: (seconds) => length(seconds),
    teaser: (seconds) => `Ausschnitt, ${length(seconds)}`,
    playerOfTeaser: (title) => `${title}, Ausschnitt`,
    lockedHeading: "Der ganze Film ist für Vollmitglieder",
    lockedSays: (seconds) =>
      `Sie sehen einen Ausschnitt. Der ganze Film dauert ${length(seconds)}. Mit der Vollmitgliedschaft läuft er hier, auf dieser Seite.`,
    already: "Schon Vollmitglied?",
  },
  suggest: {
    short: "Vorschlagen",
    title: "Einen Ort vorschlagen",
    says: "Sagen Sie uns, wo wir als Nächstes filmen sollen.",
    lead: "Wo sollen wir uns als Nächstes hinsetzen und filmen? Erzählen Sie uns von dem Ort und der besten Jahreszeit.",
    sample: "Dieses Formular ist ein Beispiel. Nichts, was Sie hier schreiben, wird gespeichert.",
    label: "Ihr Vorschlag",
    action: "Senden",
    thanks: "Vielen Dank. Dieses Beispiel endet hier.",
    empty: "Bitte schreiben Sie zuerst ein paar Worte.",
    tooLong: "Bitte höchstens 2.000 Zeichen.",
  },
};
