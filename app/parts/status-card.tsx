/** The card of every status page: what happened, what to do, who is signed in. */
import type { ReactNode } from "react";
import { StatusArtwork } from "../theme/artwork";
import { common } from "../theme/words/en";
import { helpLink } from "./help-link";
import { PageShell } from "./page-shell";
import type { Words } from "./theme-types";
import { type Way, WayList } from "./way-list";

type StatusCardProps = {
  /** Name of the page; the theme chooses the picture by it. */
  page: string;
  words: Words;
  /** The one main action: a ButtonLink, a Button or a form. */
  action: ReactNode;
  /** Further links below the main action. The help link is added. */
  ways?: readonly Way[];
  /** Name of the signed-in member, so that they notice a wrong account. */
  name?: string | undefined;
  /** A sentence after the name. */
  note?: string | undefined;
  /** Short reference that support finds in the log. */
  reference?: string | undefined;
};

/** Draws a whole status page. It works without JavaScript. */
export function StatusCard({ page, words, action, ways = [], name, note, reference }: StatusCardProps) {
  const allWays = [...ways, { href: helpLink(words.heading, reference), label: common.help }];
  return (
    <PageShell help={false}>
      <div className="mx-auto max-w-xl overflow-hidden rounded-card border border-line bg-raised">
        <StatusArtwork page={page} />
        <div className="p-6 sm:p-9">
          <h1 className="text-3xl">{words.heading}</h1>
          <div className="mt-4 space-y-3 text-lg">
            {words.says.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          {name ? (
            <p className="mt-4 text-muted">
              {common.signedInAs} <strong className="text-ink">{name}</strong>. {note}
            </p>
          ) : null}
          <div className="mt-7">{action}</div>
          <WayList ways={allWays} row />
          {reference ? (
            <p className="mt-4 text-sm text-muted">
              {common.reference} <span className="font-mono text-ink select-all">{reference}</span>
            </p>
          ) : null}
        </div>
      </div>
    </PageShell>
  );
}
