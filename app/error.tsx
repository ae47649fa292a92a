/** Shown when a page throws. The reference stands in the server's log, too. */

"use client";

import { unstable_isUnrecognizedActionError as isUnknownAction } from "next/navigation";
import { useEffect } from "react";
import { addresses } from "@/lib/addresses";
import { Button } from "./parts/button";
import { StatusCard } from "./parts/status-card";
import { broken, common } from "./theme/words/en";

type ErrorPageProps = { error: unknown; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  // A form that was open across a deploy names an action of the former build. Load the new one. A
  // page that calls an action at once could reload for ever, between instances of two builds.
  useEffect(() => {
    if (isUnknownAction(error) && performance.now() > 5000) location.reload();
  }, [error]);
  return (
    <StatusCard
      page="broken"
      words={broken}
      action={
        <Button type="button" onClick={retry}>
          {common.tryAgain}
        </Button>
      }
      ways={[{ href: addresses.frontPage, label: common.home }]}
      reference={digest}
    />
  );
}
