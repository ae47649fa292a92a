/** Yours: the public tour. Static: it reads neither cookies nor settings. */

import type { Metadata } from "next";
import { ButtonLink } from "@/app/parts/button";
import { CardGrid } from "@/app/parts/card-grid";
import { PageShell } from "@/app/parts/page-shell";
import { Scene } from "@/app/theme/artwork";
import { brand } from "@/app/theme/brand";
import { tourCards } from "@/app/theme/contents";
import { words } from "@/app/theme/words";

export const dynamic = "error";

const { title, description } = words().tour;

export const metadata: Metadata = {
  description,
  openGraph: { siteName: brand.name, title, description, ...(brand.preview ? { images: brand.preview } : {}) },
};

function WaysIn() {
  const { common } = words();
  return (
    <div className="flex flex-wrap gap-3">
      <ButtonLink href="/members">{common.enter}</ButtonLink>
      <ButtonLink href="/join" look="quiet">
        {common.join}
      </ButtonLink>
    </div>
  );
}

export default function TourPage() {
  const { common, tour } = words();
  const cards = tourCards();
  return (
    <PageShell
      wide
      header={
        <ButtonLink href="/members" look="plain">
          {common.signIn}
        </ButtonLink>
      }
    >
      <section className="mx-auto grid max-w-5xl items-center gap-8 px-5 py-10 sm:py-14 lg:grid-cols-2 lg:gap-14 lg:py-20">
        <div>
          <h1 className="text-4xl sm:text-5xl">{tour.title}</h1>
          <p className="mt-5 mb-7 max-w-prose text-lg">{tour.lead}</p>
          <WaysIn />
          <p className="mt-4 text-sm text-muted">{tour.alreadyMember}</p>
        </div>
        <Scene name="lake" className="aspect-4/3 rounded-card" />
      </section>

      <section aria-labelledby="offers" className="border-y border-line bg-raised">
        <div className="mx-auto max-w-5xl px-5 py-12 sm:py-16">
          <h2 id="offers" className="text-2xl sm:text-3xl">
            {tour.offerHeading}
          </h2>
          <ul className="mt-8 grid gap-8 md:grid-cols-3">
            {tour.offers.map((offer) => (
              <li key={offer.heading} className="border-t-2 border-accent pt-4">
                <h3 className="text-xl">{offer.heading}</h3>
                <p className="mt-2 text-muted">{offer.says}</p>
              </li>
            ))}
          </ul>
        </div>
      </section>

      {cards.length > 0 ? (
        <section aria-labelledby="library" className="mx-auto max-w-5xl px-5 py-12 sm:py-16">
          <h2 id="library" className="text-2xl sm:text-3xl">
            {tour.libraryHeading}
          </h2>
          <p className="mt-2 mb-8 text-muted">{tour.libraryLead}</p>
          <CardGrid cards={cards} heading="h3" />
        </section>
      ) : null}

      <section aria-labelledby="closing" className="border-t border-line bg-tint">
        <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-6 px-5 py-12">
          <div>
            <h2 id="closing" className="text-2xl sm:text-3xl">
              {tour.closingHeading}
            </h2>
            <p className="mt-2">{tour.closingSays}</p>
          </div>
          <ButtonLink href="/join">{common.join}</ButtonLink>
        </div>
      </section>
    </PageShell>
  );
}
