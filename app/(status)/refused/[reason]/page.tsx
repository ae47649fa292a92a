/**
 * Shown to a signed-in member in place of a page that the membership does not include. The gate
 * rewrites to it.
 */
import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { ButtonLink } from "@/app/parts/button";
import { helpLink } from "@/app/parts/help-link";
import { StatusCard } from "@/app/parts/status-card";
import type { Way } from "@/app/parts/way-list";
import { common, refused } from "@/app/theme/words/en";
import { type Refusal, refusalAt, refusals } from "@/lib/access/reasons";
import { safeReturnPath } from "@/lib/access/return-path";
import { addresses, withReturn } from "@/lib/addresses";
import { gates } from "@/lib/gates";
import { pathHeader } from "@/lib/http/headers";
import { getMember, membershipLinks } from "@/lib/member";
import { site } from "@/lib/site";

type RefusedProps = { params: Promise<{ reason: string }> };

function isRefusal(reason: string): reason is Refusal {
  return refusals.some((known) => known === reason);
}

export async function generateMetadata({ params }: RefusedProps): Promise<Metadata> {
  const { reason } = await params;
  return isRefusal(reason) ? { title: refused[reason].heading } : {};
}

export default async function RefusedPage({ params }: RefusedProps) {
  await connection();
  const { reason } = await params;
  if (!isRefusal(reason)) notFound();

  const member = await getMember();
  const links = membershipLinks(member);
  const reference = reason === "unknown" ? member?.reference : undefined;
  // The claims at hand, which the gate has just judged: a refusal must not cost a call to NATS.
  const mayEnter =
    member !== null && refusalAt(gates, addresses.membersHome, member.claims, site().settings.claims) === null;
  const membersHome: Way = { href: addresses.membersHome, label: common.membersHome };
  const contact: Way = { href: helpLink(refused[reason].heading, reference), label: common.getHelp };
  const cure: Record<Refusal, Way | undefined> = {
    trial: links.upgrade ? { href: links.upgrade, label: common.upgrade } : undefined,
    expired: links.renew ? { href: links.renew, label: common.renew } : undefined,
    never_joined: links.join ? { href: links.join, label: common.join } : undefined,
    unknown: contact,
    forbidden: membersHome,
  };
  const first = cure[reason] ?? contact;
  const { heading, says, withoutLink } = refused[reason];
  const wanted = safeReturnPath((await headers()).get(pathHeader));
  const ways = [
    ...(reason === "forbidden" ? [] : [{ href: withReturn(addresses.recheck, wanted), label: common.recheck }]),
    ...(mayEnter ? [membersHome] : [{ href: addresses.frontPage, label: common.home }]),
    { href: addresses.signOut, label: common.otherAccount },
  ].filter((way) => way.href !== first.href);

  return (
    <StatusCard
      page={reason}
      words={{ heading, says: cure[reason] ? says : (withoutLink ?? says) }}
      name={member?.name}
      reference={reference}
      note={
        member && reason !== "forbidden" ? common.checked(Math.floor(Date.now() / 1000) - member.checkedAt) : undefined
      }
      action={<ButtonLink href={first.href}>{first.label}</ButtonLink>}
      ways={ways}
    />
  );
}
