/** Sample: the latest films, page by page (?page=2). */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ButtonLink } from "@/app/parts/button";
import { CardGrid } from "@/app/parts/card-grid";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";
import { filmCard } from "../film-card";
import { films } from "../films";
import { sampleWords } from "../words";

type LatestProps = { searchParams: Promise<{ page?: string | string[] }> };

const filmsPerPage = 3;

/** Reads the number of the page. Anything but a whole number from 1 up is not found. */
async function pageOf({ searchParams }: LatestProps): Promise<number> {
  const { page = "1" } = await searchParams;
  if (typeof page !== "string" || !/^[1-9]\d{0,5}$/.test(page)) notFound();
  return Number(page);
}

export async function generateMetadata(props: LatestProps): Promise<Metadata> {
  await requireMember("members");
  const page = await pageOf(props);
  const { latest } = sampleWords();
  return { title: page === 1 ? latest.title : latest.titleOfPage(page) };
}

export default async function LatestPage(props: LatestProps) {
  const member = await requireMember("members");
  const page = await pageOf(props);
  const { latest } = sampleWords();
  const pages = Math.ceil(films.length / filmsPerPage);
  const shown = films.slice((page - 1) * filmsPerPage, page * filmsPerPage);

  return (
    <MemberPage member={member} current="/members/latest">
      <div className="mb-8 flex flex-wrap items-baseline justify-between gap-x-6">
        <h1 className="text-3xl sm:text-4xl">{latest.title}</h1>
        {shown.length > 0 ? <p className="text-muted">{latest.page(page, pages)}</p> : null}
      </div>
      {shown.length > 0 ? (
        <CardGrid cards={shown.map((film) => filmCard(film))} member={member} />
      ) : (
        <p className="card panel text-lg">{latest.beyond(page)}</p>
      )}
      <nav aria-label={latest.pagination} className="mt-10 flex flex-wrap gap-3">
        {page > 1 && page <= pages ? (
          <ButtonLink href={page === 2 ? "/members/latest" : `/members/latest?page=${page - 1}`} look="quiet">
            {latest.newer}
          </ButtonLink>
        ) : null}
        {page < pages ? (
          <ButtonLink href={`/members/latest?page=${page + 1}`} look="quiet">
            {latest.older}
          </ButtonLink>
        ) : null}
        {page > pages ? (
          <ButtonLink href="/members/latest" look="quiet">
            {latest.first}
          </ButtonLink>
        ) : null}
      </nav>
    </MemberPage>
  );
}
