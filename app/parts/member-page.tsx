/** The frame of a member's page: navigation, the member's name, the sign-out button. */
import type { ReactNode } from "react";
import { type Member, signOutToken } from "@/lib/member";
import { browserSession } from "@/lib/session/view";
import { navigation } from "../theme/contents";
import { common } from "../theme/words/en";
import { LogoutButton } from "./logout-button";
import { PageShell } from "./page-shell";
import { MemberSession } from "./session-watch";

async function MemberHeader({ member, current }: { member: Member; current: string | undefined }) {
  return (
    <>
      <div className="flex min-w-0 flex-1 items-center justify-end gap-3 md:order-last md:flex-none md:gap-4">
        <p className="min-w-0 truncate text-sm text-muted sm:max-w-48" title={member.name}>
          <span className="sr-only">{common.signedInAs} </span>
          {member.name}
        </p>
        <LogoutButton token={await signOutToken(member)} />
      </div>
      <nav aria-label={common.mainNavigation} className="w-full md:ml-auto md:w-auto">
        <ul className="-mx-2 flex flex-wrap">
          {navigation.map(({ href, label }) => (
            <li key={href}>
              <a
                href={href}
                aria-current={href === current ? "page" : undefined}
                className="inline-flex min-h-11 items-center px-2 text-sm text-muted sm:text-base underline-offset-8 hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-accent aria-[current]:decoration-2"
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

/** Draws a member's page. Needs the member that `requireMember()` returns, and so the guard. */
export function MemberPage({
  member,
  current,
  children,
}: {
  member: Member;
  /** Address of the header's link to this page, if it has one. */
  current?: string;
  children: ReactNode;
}) {
  return (
    <MemberSession session={browserSession(member)} servedAt={Date.now()}>
      <PageShell header={<MemberHeader member={member} current={current} />}>{children}</PageShell>
    </MemberSession>
  );
}
