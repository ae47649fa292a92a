/** The languages of the sample. They go with the sample. */
import type { Language } from "@/app/theme/brand";
import { language } from "@/app/theme/words";
import { de } from "./de";
import { en, type SampleWords } from "./en";

const languages: Record<Language, SampleWords> = { en, de };

/** Returns the sample's words in the page's language. For server components. */
export function sampleWords(): SampleWords {
  return languages[language()];
}
