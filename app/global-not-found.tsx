/** Shown for an address that no page answers. Dynamic, because the content policy needs a fresh nonce on every answer. */
import type { Metadata } from "next";
import { connection } from "next/server";
import RootLayout from "./layout";
import NotFound from "./not-found";
import { brand } from "./theme/brand";
import { missing } from "./theme/words/en";

export const metadata: Metadata = { title: `${missing.heading} – ${brand.name}`, robots: { index: false } };

export default async function GlobalNotFound() {
  await connection();
  return (
    <RootLayout>
      <NotFound />
    </RootLayout>
  );
}
