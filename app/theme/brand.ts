/** Yours: name, language, look and links. Colours are in tokens.css, words in words/. */

/** The languages that words/ has. Add one here, and its file there. */
export type Language = "en" | "de";

/** What the site's identity consists of. */
interface Brand {
  name: string;
  /** The language that members read. */
  language: Language;
  /** Light, dark, or as the device says. Only with "system" can members choose. */
  scheme: "system" | "light" | "dark";
  /** Colour of the browser's own bars: the paper of tokens.css, light and dark. */
  themeColor: { light: string; dark: string };
  /** Files below public/, in place of the drawn mark and the name. `height` in pixels. */
  logo?: { light: string; dark: string; width: number; height: number };
  /** An e-mail address, or the https address of a help page. */
  help: string;
  /** Links at the end of every page: terms, privacy, 2257 statement, support. */
  footer: readonly { label: string; href: string }[];
  /** Labels every page as adult content (RTA), for parental filters. */
  adult: boolean;
  /** Picture for link previews, 1200 by 630. A whole address: other sites load it. */
  preview?: string;
}

export const brand: Brand = {
  name: "Northmere",
  language: "en",
  scheme: "system",
  themeColor: { light: "#f6f4ee", dark: "#0f1719" },
  help: "help@northmere.example",
  footer: [],
  adult: false,
};
