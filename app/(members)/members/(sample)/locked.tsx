/** Beside a teaser: why the whole film is locked, and what opens it. */

import { ButtonLink } from "@/app/parts/button";
import { helpLink } from "@/app/parts/help-link";
import { Padlock } from "@/app/parts/media-lock";
import { words } from "@/app/theme/words";
import type { Refusal } from "@/lib/access/reasons";
import { addresses, withReturn } from "@/lib/addresses";
import { type Member, membershipLinks } from "@/lib/member";
import type { Film } from "./films";
import { sampleWords } from "./words";

/**
 * Says why the film's gate refuses the member. Only a member on trial is offered the upgrade: for
 * other reasons buying would not help.
 */
export function Locked({ film, reason, member }: { film: Film; reason: Refusal; member: Member }) {
  const { common, refused } = words();
  const { watch } = sampleWords();
  const isTrial = reason === "trial";
  const heading = isTrial ? watch.lockedHeading : refused[reason].heading;
  const says = isTrial ? [watch.lockedSays(film.whole.seconds)] : refused[reason].says;
  const upgrade = isTrial ? membershipLinks(member).upgrade : undefined;
  const recheck = withReturn(addresses.recheck, `/members/watch/${film.slug}`);
  return (
    <section aria-labelledby="locked" className="card panel bg-tint">
      <h2 id="locked" className="flex items-baseline gap-2.5">
        <Padlock />
        {heading}
      </h2>
      {says.map((sentence) => (
        <p key={sentence} className="mb-3">
          {sentence}
        </p>
      ))}
      <div className="mt-5 mb-3">
        {upgrade ? (
          <ButtonLink href={upgrade}>{common.upgrade}</ButtonLink>
        ) : (
          <ButtonLink href={helpLink(heading, isTrial ? undefined : member.reference)}>{common.getHelp}</ButtonLink>
        )}
      </div>
      {isTrial ? <p className="text-sm text-muted">{watch.already}</p> : null}
      <a href={recheck} className="link">
        {common.recheck}
      </a>
    </section>
  );
}
