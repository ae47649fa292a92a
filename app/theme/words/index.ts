/** Yours: the languages of the site. `language` in brand.ts chooses the one that members read. */
import { cache } from "react";
import { brand, type Language } from "../brand";
import { de } from "./de";
import { en, type SiteWords } from "./en";

/** The words of each language. */
export const languages: Readonly<Record<Language, SiteWords>> = { en, de };

/** The language of the page that is being rendered. Only the theme's gallery chooses another. */
const current = cache((): { language: Language } => ({ language: brand.language }));

/** Returns the words of the site's language. For server components: browsers get what they show. */
export function words(): SiteWords {
  return languages[current().language];
}

/** Renders the rest of this page in another language. */
export function speak(language: Language): void {
  current().language = language;
}

/** Returns the language of the page, as `lang` and `Intl` take it. */
export function language(): Language {
  return current().language;
}
