/** The card of every status page: what happened, what to do, who is signed in. */
import type { ReactNode } from "react";
import { StatusArtwork } from "../theme/artwork";
import { words } from "../theme/words";
import { helpLink } from "./help-link";
import { PageShell } from "./page-shell";
import { SchemeFrame } from "./scheme-frame";
import type { Words } from "./theme-types";
import { type Way, WayList } from "./way-list";

type StatusCardProps = {
  /** Name of the page; the theme chooses the picture by it. */
  page: string;
  text: Words;
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
  /** Off if the main action is the help link. */
  help?: boolean;
  /** The member's choice. Pages that must not read the request leave it out. */
  scheme?: "light" | "dark" | undefined;
};

/** Draws a whole status page. It works without JavaScript. */
export function StatusCard({
  page,
  text,
  action,
  ways = [],
  name,
  note,
  reference,
  help = true,
  scheme,
}: StatusCardProps) {
  const { common } = words();
  const helpWay = { href: helpLink(text.heading, reference), label: common.help };
  return (
    <SchemeFrame scheme={scheme}>
      <PageShell help={false}>
        <div className="mx-auto max-w-xl card overflow-hidden">
          <StatusArtwork page={page} />
          <div className="p-6 sm:p-9">
            <h1 className="text-3xl">{text.heading}</h1>
            <div className="mt-4 space-y-3 text-lg">
              {text.says.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
            {name ? (
              <p className="mt-4 text-muted">
                {common.signedInAs} <strong className="text-ink">{name}</strong>. {note}
              </p>
            ) : null}
            <div className="mt-7">{action}</div>
            <WayList ways={help ? [...ways, helpWay] : ways} row />
            {reference ? (
              <p className="mt-4 text-sm text-muted">
                {common.reference} <span className="font-mono text-ink select-all">{reference}</span>
              </p>
            ) : null}
          </div>
        </div>
      </PageShell>
    </SchemeFrame>
  );
}
