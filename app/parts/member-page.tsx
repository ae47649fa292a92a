/** The frame of a member's page: navigation, the way to the account, the sign-out button. */
import type { ReactNode } from "react";
import { addresses } from "@/lib/addresses";
import { SessionProvider } from "@/lib/auth/client";
import { chosenScheme, type Member, signOutToken } from "@/lib/member";
import { browserSession } from "@/lib/session/view";
import { navigation } from "../theme/contents";
import { language, words } from "../theme/words";
import { LogoutButton } from "./logout-button";
import { PageShell } from "./page-shell";
import { SchemeFrame } from "./scheme-frame";
import { SessionWatch } from "./session-watch";

/**
 * The links beside the mark. On a phone they are a menu that opens without JavaScript. Browsers
 * older than 2024 do not know `popover` and show it open.
 */
function MemberHeader({ member, current, token }: { member: Member; current: string | undefined; token: string }) {
  const { common } = words();
  return (
    <>
      <button type="button" popoverTarget="menu" className="btn btn-quiet shrink-0 lg:hidden">
        {common.menu}
      </button>
      <div id="menu" popover="auto" className="menu">
        <nav aria-label={common.mainNavigation} className="min-w-0 flex-1">
          <ul className="lg:flex lg:flex-wrap lg:gap-x-5">
            {navigation().map(({ href, label }) => (
              <li key={href}>
                <a href={href} aria-current={href === current ? "page" : undefined} className="nav-link">
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="menu-own">
          <a
            href="/members/account"
            aria-current={current === "/members/account" ? "page" : undefined}
            title={member.name}
            className="nav-link lg:max-w-40"
          >
            <span className="sr-only">
              {common.account}, {common.signedInAs}{" "}
            </span>
            <span className="truncate">{member.name}</span>
          </a>
          <LogoutButton id="sign-out" look="plain" token={token} />
        </div>
      </div>
    </>
  );
}

/** Draws a member's page. Needs the member that `requireMember()` returns, and so the guard. */
export async function MemberPage({
  member,
  current,
  children,
}: {
  member: Member;
  /** Address of the header's link to this page, if it has one. */
  current?: string;
  children: ReactNode;
}) {
  const { common, stay } = words();
  const { soon, last, action } = stay;
  const session = browserSession(member);
  const token = await signOutToken(member);
  return (
    <SessionProvider session={session} refetchOnWindowFocus={false}>
      <SchemeFrame scheme={await chosenScheme()}>
        <PageShell
          home={addresses.membersHome}
          notice={
            <SessionWatch
              name={member.name}
              expires={session.expires}
              servedAt={Date.now()}
              words={{ soon, last, action, signOut: common.signOut }}
              language={language()}
            />
          }
          header={<MemberHeader member={member} current={current} token={token} />}
        >
          {children}
        </PageShell>
      </SchemeFrame>
    </SessionProvider>
  );
}
