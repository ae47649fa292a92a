/**
 * Shown to a signed-in member in place of a page that the membership does not include. The gate
 * rewrites to it.
 */
import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { connection } from "next/server";
import { RefusedCard } from "@/app/parts/status-cards";
import { words } from "@/app/theme/words";
import { type Refusal, refusalAt, refusals } from "@/lib/access/reasons";
import { safeReturnPath } from "@/lib/access/return-path";
import { addresses, withReturn } from "@/lib/addresses";
import { gates } from "@/lib/gates";
import { pathHeader } from "@/lib/http/headers";
import { chosenScheme, endedBy, getMember, membershipLinks, recheckChanged } from "@/lib/member";
import { site } from "@/lib/site";

type RefusedProps = { params: Promise<{ reason: string }> };

function isRefusal(reason: string): reason is Refusal {
  return refusals.some((known) => known === reason);
}

export async function generateMetadata({ params }: RefusedProps): Promise<Metadata> {
  const { reason } = await params;
  return isRefusal(reason) ? { title: words().refused[reason].heading } : {};
}

export default async function RefusedPage({ params }: RefusedProps) {
  await connection();
  const { reason } = await params;
  if (!isRefusal(reason)) notFound();

  // After an upgrade at NATS the gate still judges by the claims of before.
  await recheckChanged();
  // The gate itself runs on the edge, where nothing keeps count.
  site().count("refusal", { reason });
  const member = await getMember();
  const wanted = safeReturnPath((await headers()).get(pathHeader));
  // The gate cannot know that the visit is over. With `never`, an upgrade is seen by a sign-in.
  if (member === null) {
    const wasEnded = (await endedBy()) !== null;
    redirect(withReturn(wasEnded ? addresses.signedOut : addresses.login, wanted));
  }
  // The claims at hand, which the gate has just judged: a refusal must not cost a call to NATS.
  const mayEnter = refusalAt(gates, addresses.membersHome, member.claims, site().settings.claims) === null;
  return (
    <RefusedCard
      reason={reason}
      member={member}
      links={membershipLinks(member)}
      wanted={wanted}
      mayEnter={mayEnter}
      scheme={await chosenScheme()}
    />
  );
}
