/**
 * Development only: `/theme` shows every state of the product's pages side by side, light, dark, on
 * a phone, and in each language. `?state=` shows one. Elsewhere the page does not exist.
 */
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { SchemeFrame } from "@/app/parts/scheme-frame";
import type { Language } from "@/app/theme/brand";
import { languages as lists, speak } from "@/app/theme/words";
import { addresses } from "@/lib/addresses";
import { site } from "@/lib/site";
import { stateNames, stateOf } from "./states";

export const metadata = { title: "Theme" };

type ThemeProps = { searchParams: Promise<Record<"state" | "language" | "scheme", string | undefined>> };

const languages = Object.keys(lists) as Language[];

/** The frames of each state. Widths in pixels. */
const views = [
  { scheme: "light", width: 760 },
  { scheme: "dark", width: 760 },
  { scheme: "light", width: 390 },
] as const;

export default async function ThemePage({ searchParams }: ThemeProps) {
  await connection();
  if (!site().development) notFound();
  const { state, language, scheme } = await searchParams;
  const chosen = languages.find((each) => each === language);
  if (state === undefined) return <Overview languages={chosen ? [chosen] : languages} />;
  if (chosen) speak(chosen);
  return <SchemeFrame scheme={scheme === "dark" ? "dark" : "light"}>{stateOf(state) ?? notFound()}</SchemeFrame>;
}

function Overview({ languages: shown }: { languages: readonly Language[] }) {
  return (
    <main className="p-5">
      <h1 className="text-3xl">Every page and state</h1>
      {stateNames.flatMap((state) =>
        shown.map((language) => (
          <section key={state + language} className="mt-8">
            <h2 className="mb-3 text-xl">
              {state}, {language}
            </h2>
            <div className="flex gap-5 overflow-x-auto">
              {views.map(({ scheme, width }) => {
                const query = new URLSearchParams({ state, language, scheme });
                return (
                  <iframe
                    key={scheme + width}
                    title={`${state}, ${language}, ${scheme}, ${width} pixels wide`}
                    src={`${addresses.theme}?${query}`}
                    width={width}
                    height={760}
                    loading="lazy"
                    className="card shrink-0"
                  />
                );
              })}
            </div>
          </section>
        )),
      )}
    </main>
  );
}
