/** Yours: the members' home. */
import type { Metadata } from "next";
import { ButtonLink } from "@/app/parts/button";
import { MemberPage } from "@/app/parts/member-page";
import { Scene, type SceneName } from "@/app/theme/artwork";
import { common, home, membership } from "@/app/theme/words/en";
import { requireMember } from "@/lib/locks/guard";
import { membershipLinks } from "@/lib/nats/links";

export const metadata: Metadata = { title: home.title };

type CardProps = {
  href: string;
  scene: SceneName;
  words: { heading: string; says: string };
  badge?: string | undefined;
};

function Card({ href, scene, words, badge }: CardProps) {
  return (
    <li className="relative flex flex-col overflow-hidden rounded-card border border-line bg-raised focus-within:border-accent hover:border-edge">
      <Scene name={scene} className="h-36" />
      <div className="flex-1 p-5">
        <h2 className="text-xl">
          <a href={href} className="after:absolute after:inset-0 after:rounded-card">
            {words.heading}
          </a>
        </h2>
        <p className="mt-1.5 text-muted">{words.says}</p>
        {badge ? (
          <p className="mt-3 inline-block rounded-control border border-edge px-2.5 py-0.5 text-sm">{badge}</p>
        ) : null}
      </div>
    </li>
  );
}

export default async function MembersHome() {
  const member = await requireMember("members");
  const { upgrade } = membershipLinks(member);
  const kind = membership(member.claims);
  const isTrial = member.claims.trial === "1";

  return (
    <MemberPage member={member} current="home">
      <h1 className="text-3xl sm:text-4xl">{home.heading(member.name)}</h1>
      <p className="mt-3 text-lg">
        <strong>{kind.name}.</strong> {kind.says}
      </p>
      <ul className="mt-9 grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        <Card href="/members/latest" scene="reeds" words={home.cards.latest} />
        <Card href="/full" scene="ridge" words={home.cards.full} badge={isTrial ? home.fullOnly : undefined} />
        <Card href="/members/account" scene="shore" words={home.cards.account} />
      </ul>
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
