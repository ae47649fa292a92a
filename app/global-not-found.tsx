/** Shown for an address without a page. Dynamic, because its content policy needs a fresh nonce. */
import type { Metadata } from "next";
import { connection } from "next/server";
import { chosenScheme } from "@/lib/member";
import RootLayout from "./layout";
import { MissingCard } from "./parts/status-cards";
import { brand } from "./theme/brand";
import { brokenWords } from "./theme/words/broken";

export const metadata: Metadata = {
  title: `${brokenWords.missing.heading} – ${brand.name}`,
  robots: { index: false },
};

export default async function GlobalNotFound() {
  await connection();
  return (
    <RootLayout>
      <MissingCard scheme={await chosenScheme()} />
    </RootLayout>
  );
}
