/**
 * Yours: the account page. Shows the member, the membership and this visit, with links to change
 * them.
 */
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Button } from "@/app/parts/button";
import { LocalTime } from "@/app/parts/local-time";
import { MemberPage } from "@/app/parts/member-page";
import { SchemeForm } from "@/app/parts/scheme-form";
import { type Way, WayList } from "@/app/parts/way-list";
import { brand } from "@/app/theme/brand";
import { language, words } from "@/app/theme/words";
import { addresses, withReturn } from "@/lib/addresses";
import { chosenScheme, membershipLinks, openVisits, requireMember } from "@/lib/member";

export async function generateMetadata(): Promise<Metadata> {
  await requireMember("members");
  return { title: words().account.title };
}

function Panel({ id, heading, children }: { id: string; heading: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="card panel">
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export default async function AccountPage() {
  const member = await requireMember("members");
  const { account, common, membership } = words();
  const links = membershipLinks(member);
  const kind = membership(member.claims);
  const visits = await openVisits();
  const now = Math.floor(Date.now() / 1000);
  const ways = [
    { href: member.claims.trial === "1" ? links.upgrade : undefined, label: account.upgrade },
    { href: withReturn(addresses.recheck, "/members/account"), label: common.recheck },
    { href: links.password, label: account.password },
    { href: links.cancel, label: account.cancel },
  ].flatMap(({ href, label }): Way[] => (href === undefined ? [] : [{ href, label }]));

  return (
    <MemberPage member={member} current="/members/account">
      <h1 className="text-3xl sm:text-4xl">{account.title}</h1>
      <div className="mt-8 grid gap-6 lg:grid-cols-2">
        <Panel id="membership" heading={account.memberHeading}>
          <dl className="facts">
            <Row term={account.name}>{member.name}</Row>
            {member.claims.email ? <Row term={account.email}>{member.claims.email}</Row> : null}
            <Row term={account.membership}>
              <strong>{kind.name}.</strong> {kind.says}
            </Row>
            <Row term={account.checked}>
              {account.ago(now - member.checkedAt)}
              {member.unanswered ? `. ${common.notChecked}` : null}
            </Row>
          </dl>
        </Panel>
        <Panel id="visit" heading={account.visitHeading}>
          <dl className="facts">
            <Row term={account.signedIn}>{account.ago(now - member.signedInAt)}</Row>
            {visits.length > 1 ? (
              <Row term={account.visits}>{account.visitsSays(visits.map(({ begunAt }) => now - begunAt))}</Row>
            ) : null}
            <Row term={account.idle}>{account.idleSays(member.idleSeconds)}</Row>
            <Row term={account.ends}>
              {account.endsSays(member.endsAt - now)} <LocalTime at={member.endsAt} now={now} language={language()} />.
            </Row>
          </dl>
          <p className="mt-5 mb-3 text-muted">{account.leaveSays}</p>
          <Button form="sign-out" look="quiet">
            {common.signOut}
          </Button>
          {visits.length > 1 ? (
            <p className="mt-3">
              <Button form="sign-out" name="everywhere" value="1" look="quiet">
                {account.signOutEverywhere}
              </Button>
            </p>
          ) : null}
        </Panel>
        {ways.length > 0 ? (
          <Panel id="manage" heading={account.manageHeading}>
            <WayList ways={ways} />
          </Panel>
        ) : null}
        {brand.scheme === "system" ? (
          <Panel id="look" heading={account.lookHeading}>
            <SchemeForm chosen={await chosenScheme()} returnTo="/members/account" />
          </Panel>
        ) : null}
      </div>
    </MemberPage>
  );
}
