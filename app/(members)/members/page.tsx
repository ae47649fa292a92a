/** Yours: the members' home. */
import type { Metadata } from "next";
import { ButtonLink } from "@/app/parts/button";
import { CardGrid } from "@/app/parts/card-grid";
import { MemberPage } from "@/app/parts/member-page";
import { homeCards } from "@/app/theme/contents";
import { words } from "@/app/theme/words";
import { membershipLinks, requireMember } from "@/lib/member";

export async function generateMetadata(): Promise<Metadata> {
  await requireMember("members");
  return { title: words().home.title };
}

export default async function MembersHome() {
  const member = await requireMember("members");
  const { upgrade } = membershipLinks(member);
  const { common, home, membership } = words();
  const kind = membership(member.claims);
  const isTrial = member.claims.trial === "1";

  return (
    <MemberPage member={member} current="/members">
      <h1 className="text-3xl sm:text-4xl">{home.heading(member.name)}</h1>
      <p className="mt-3 text-lg">
        <strong>{kind.name}.</strong> {kind.says}
      </p>
      <div className="mt-9">
        <CardGrid cards={homeCards()} member={member} />
      </div>
      {isTrial && upgrade ? (
        <section
          aria-labelledby="upgrade"
          className="mt-9 flex flex-wrap items-center justify-between gap-5 rounded-card border border-line bg-tint p-6"
        >
          <div>
            <h2 id="upgrade" className="text-xl">
              {home.upgradeHeading}
            </h2>
            <p className="mt-1">{home.upgradeSays}</p>
          </div>
          <ButtonLink href={upgrade}>{common.upgrade}</ButtonLink>
        </section>
      ) : null}
    </MemberPage>
  );
}
