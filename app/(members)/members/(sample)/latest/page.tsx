/** Sample: the latest films, page by page (?page=2). */
import type { Metadata } from "next";
import { ButtonLink } from "@/app/parts/button";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";
import { FilmGrid } from "../film-grid";
import { films } from "../films";
import { latest } from "../words";

export async function generateMetadata(): Promise<Metadata> {
  await requireMember("members");
  return { title: latest.title };
}

const perPage = 3;

type LatestProps = { searchParams: Promise<{ page?: string | string[] }> };

export default async function LatestPage({ searchParams }: LatestProps) {
  const member = await requireMember("members");
  const asked = (await searchParams).page;
  const page = typeof asked === "string" && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
  const pages = Math.ceil(films.length / perPage);
  const shown = films.slice((page - 1) * perPage, page * perPage);

  return (
    <MemberPage member={member} current="/members/latest">
      <div className="mb-8 flex flex-wrap items-baseline justify-between gap-x-6">
        <h1 className="text-3xl sm:text-4xl">{latest.title}</h1>
        <p className="text-muted">{page > pages ? latest.beyond(page) : latest.page(page, pages)}</p>
      </div>
      <FilmGrid films={shown} />
      <nav aria-label={latest.pagination} className="mt-10 flex flex-wrap gap-3">
        {page > pages ? (
          <ButtonLink href="/members/latest" look="quiet">
            {latest.first}
          </ButtonLink>
        ) : null}
        {page > 1 && page <= pages ? (
          <ButtonLink href={`/members/latest?page=${page - 1}`} look="quiet">
            {latest.newer}
          </ButtonLink>
        ) : null}
        {page < pages ? (
          <ButtonLink href={`/members/latest?page=${page + 1}`} look="quiet">
            {latest.older}
          </ButtonLink>
        ) : null}
      </nav>
    </MemberPage>
  );
}
