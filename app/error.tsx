/**
 * Shown in place of a page that broke, is missing or is closed. Next sends these three with every
 * page, and pages drawn by the server twice over. So they are one client component, in one file.
 */

"use client";

import { unstable_isUnrecognizedActionError as isUnknownAction } from "next/navigation";
import { useEffect } from "react";
import { membersHome } from "@/lib/addresses";
import { helpLink } from "./parts/help-link";
import { brand } from "./theme/brand";
import { SiteMark } from "./theme/site-mark";
import { brokenWords } from "./theme/words/broken";

interface ErrorPageProps {
  kind?: "broken" | "missing" | "closed";
  /** What broke, and how to try again, as Next passes them to an error page. */
  error?: unknown;
  retry?: () => void;
}

/** Draws the whole page. It works without JavaScript. */
export default function ErrorPage({ kind = "broken", error, retry }: ErrorPageProps) {
  const { heading, says } = brokenWords[kind];
  // The reference stands in the server's log, too.
  const reference = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  // A form that was open across a deploy names an action of the former build. Load the new one. A
  // page that calls an action at once could reload for ever, between instances of two builds.
  useEffect(() => {
    if (isUnknownAction(error) && performance.now() > 5000) location.reload();
  }, [error]);
  return (
    <>
      <title>{`${heading} – ${brand.name}`}</title>
      <header className="border-b border-line">
        <div className="mx-auto flex max-w-5xl px-5 py-1.5">
          <SiteMark href="/" />
        </div>
      </header>
      <main id="main" className="mx-auto max-w-xl px-5 py-10 sm:py-14">
        <div className="card overflow-hidden">
          <svg aria-hidden="true" className="scene h-32 sm:h-44">
            <use href="/brand/scenes.svg#dunes" />
          </svg>
          <div className="p-6 sm:p-9">
            <h1 className="text-3xl">{heading}</h1>
            <p className="mt-4 mb-7 text-lg">{says}</p>
            {retry ? (
              <button type="button" onClick={retry} className="btn btn-main">
                {brokenWords.tryAgain}
              </button>
            ) : (
              <a href={membersHome} className="btn btn-main">
                {brokenWords.membersHome}
              </a>
            )}
            <p className="mt-5 flex flex-wrap gap-x-6">
              <a href="/" className="link">
                {brokenWords.home}
              </a>
              <a href={helpLink(heading, reference)} className="link">
                {brokenWords.help}
              </a>
            </p>
            {reference ? (
              <p className="mt-4 text-sm text-muted">
                {brokenWords.reference} <span className="font-mono text-ink select-all">{reference}</span>
              </p>
            ) : null}
          </div>
        </div>
      </main>
    </>
  );
}
