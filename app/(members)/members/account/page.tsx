/**
 * Yours: the account page. Shows the member, the membership and this visit, with links to change
 * them.
 */
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { LocalTime } from "@/app/parts/local-time";
import { LogoutButton } from "@/app/parts/logout-button";
import { MemberPage } from "@/app/parts/member-page";
import { type Way, WayList } from "@/app/parts/way-list";
import { account, common, membership } from "@/app/theme/words/en";
import { addresses, withReturn } from "@/lib/addresses";
import { membershipLinks, requireMember, signOutToken } from "@/lib/member";

export async function generateMetadata(): Promise<Metadata> {
  await requireMember("members");
  return { title: account.title };
}

function Panel({ id, heading, children }: { id: string; heading: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="rounded-card border border-line bg-raised p-6 sm:p-7">
      <h2 id={id} className="mb-4 text-xl">
        {heading}
      </h2>
      {children}
    </section>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="border-t border-line py-3 first:border-0 first:pt-0 last:pb-0">
      <dt className="text-sm text-muted">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export default async function AccountPage() {
  const member = await requireMember("members");
  const links = membershipLinks(member);
  const kind = membership(member.claims);
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
          <dl>
            <Row term={account.name}>{member.name}</Row>
            {member.claims.email ? <Row term={account.email}>{member.claims.email}</Row> : null}
            <Row term={account.membership}>
              <strong>{kind.name}.</strong> {kind.says}
            </Row>
            <Row term={account.checked}>{account.ago(now - member.checkedAt)}</Row>
          </dl>
        </Panel>
        <Panel id="visit" heading={account.visitHeading}>
          <dl>
            <Row term={account.signedIn}>{account.ago(now - member.signedInAt)}</Row>
            <Row term={account.idle}>{account.idleSays(member.idleEndsAt - now)}</Row>
            <Row term={account.ends}>
              {account.endsSays(member.endsAt - now)} <LocalTime at={member.endsAt} />.
            </Row>
          </dl>
        </Panel>
        {ways.length > 0 ? (
          <Panel id="manage" heading={account.manageHeading}>
            <WayList ways={ways} />
          </Panel>
        ) : null}
        <Panel id="leave" heading={account.leaveHeading}>
          <p className="mb-4">{account.leaveSays}</p>
          <LogoutButton token={await signOutToken(member)} />
        </Panel>
      </div>
    </MemberPage>
  );
}
