/** Yours: the public tour. Static: it reads neither cookies nor settings. */

import { ButtonLink } from "@/app/parts/button";
import { CardGrid } from "@/app/parts/card-grid";
import { PageShell } from "@/app/parts/page-shell";
import { Scene } from "@/app/theme/artwork";
import { tourCards } from "@/app/theme/contents";
import { common, tour } from "@/app/theme/words/en";

export const dynamic = "error";

function WaysIn() {
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
  return (
    <PageShell wide>
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

      {tourCards.length > 0 ? (
        <section aria-labelledby="library" className="mx-auto max-w-5xl px-5 py-12 sm:py-16">
          <h2 id="library" className="text-2xl sm:text-3xl">
            {tour.libraryHeading}
          </h2>
          <p className="mt-2 mb-8 text-muted">{tour.libraryLead}</p>
          <CardGrid cards={tourCards} heading="h3" />
        </section>
      ) : null}
    </PageShell>
  );
}
