/** The languages of the sample. They go with the sample. */
import type { Language } from "@/app/theme/brand";
import { language } from "@/app/theme/words";
import { de } from "./de";
import { en } from "./en";

/** Every word of the sample. `en` is the model: a text that another language lacks is an error. */
export type SampleWords = typeof en;

const languages: Record<Language, SampleWords> = { en, de };

/** Returns the sample's words in the page's language. For server components. */
export function sampleWords(): SampleWords {
  return languages[language()];
}
