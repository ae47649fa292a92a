/** Shown for an address without a page. Dynamic, because its content policy needs a fresh nonce. */
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
