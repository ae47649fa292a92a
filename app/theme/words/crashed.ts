/** Yours: words of the page that is left when not even the frame of a page can be shown. */
import { brand, type Language } from "../brand";

const languages: Record<Language, { heading: string; tryAgain: string }> = {
  en: { heading: "That did not work. Please try again in a moment.", tryAgain: "Try again" },
  de: { heading: "Das hat nicht geklappt. Bitte gleich noch einmal versuchen.", tryAgain: "Noch einmal" },
};

/** The words in the site's language. */
export const crashedWords = languages[brand.language];
