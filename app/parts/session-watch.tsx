/** Keeps every open tab honest about the session: other tabs' sign-out, the Back button, and the end of the idle limit. */

"use client";

import type { ReactNode } from "react";
import { useCallback, useEffect, useState } from "react";
import { addresses, withReturn } from "@/lib/addresses";
import { type Session, SessionProvider } from "@/lib/auth/client";
import { stay } from "../theme/words/en";
import { Button } from "./button";
import { forgetDrafts } from "./kept-textarea";

const channelName = "members";

/** Warned two minutes ahead, or in the last quarter of a short limit: time enough to press one button. In milliseconds. */
const warnAhead = 120_000;

/** Longest delay that a timer takes, in milliseconds: a longer one would fire at once. */
const longestDelay = 2_147_483_647;

/** Gives `useSession()` to the page and watches over it. `session` is what the server knew when it made the page. */
export function MemberSession({ session, children }: { session: Session; children: ReactNode }) {
  return (
    <SessionProvider session={session} refetchOnWindowFocus={false}>
      {children}
      <SessionWatch expires={session.expires} />
    </SessionProvider>
  );
}

/** On the signed-out page: the other tabs of this browser hear of it, and typed text is forgotten. */
export function TellOtherTabs() {
  useEffect(() => {
    forgetDrafts();
    const channel = new BroadcastChannel(channelName);
    channel.postMessage("signed-out");
    channel.close();
  }, []);
  return null;
}

function SessionWatch({ expires }: { expires: string }) {
  const [endsAt, setEndsAt] = useState(() => Date.parse(expires));
  const [notice, setNotice] = useState<"none" | "soon" | "last">("none");

  const check = useCallback(async () => {
    const answer = await currentEnd();
    if (answer === "over") leave(endsAt);
    else if (answer !== "unknown") {
      setEndsAt(answer);
      if (answer > endsAt) setNotice("none");
    }
    return answer;
  }, [endsAt]);

  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = () => void check();
    // A page restored by the Back button, or a tab looked at again, has not asked the server whether it may still be shown.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) void check();
    };
    const onVisible = () => {
      if (document.visibilityState === "visible") void check();
    };
    window.addEventListener("pageshow", onShow);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      channel.close();
      window.removeEventListener("pageshow", onShow);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [check]);

  useEffect(() => {
    const left = endsAt - Date.now();
    const ahead = Math.min(warnAhead, left / 4);
    const after = (delay: number) => Math.min(longestDelay, Math.max(0, delay));
    const warn = setTimeout(
      async () => {
        // Another tab may have been busy meanwhile.
        const answer = await currentEnd();
        if (typeof answer === "number" && answer > endsAt) setEndsAt(answer);
        else setNotice("soon");
      },
      after(left - ahead),
    );
    const end = setTimeout(() => void check(), after(left + 1000));
    return () => {
      clearTimeout(warn);
      clearTimeout(end);
    };
  }, [endsAt, check]);

  const onStay = async () => {
    // Any page of the members area counts as activity; only its headers are wanted.
    await fetch(window.location.href, { method: "HEAD" }).catch(() => undefined);
    const answer = await check();
    if (answer === endsAt) setNotice("last");
  };

  return (
    <div role="status" className="fixed inset-x-0 bottom-0 z-10">
      {notice === "none" ? null : (
        <div className="mx-auto mb-4 flex max-w-xl flex-wrap items-center justify-between gap-4 rounded-card border border-edge bg-raised p-4">
          <p>{stay[notice]}</p>
          {notice === "soon" ? (
            <Button type="button" onClick={onStay}>
              {stay.action}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}

/** When the session ends, in milliseconds since 1970; `over` only when the server says so: a network that fails signs nobody out. */
async function currentEnd(): Promise<number | "over" | "unknown"> {
  try {
    const answer = await fetch(addresses.session);
    if (!answer.ok) return "unknown";
    const session: Session | null = await answer.json();
    return session ? Date.parse(session.expires) : "over";
  } catch {
    return "unknown";
  }
}

/** Leaves a page that may no longer be shown: as timed out when the limit has passed, else as signed out. */
function leave(endsAt: number): void {
  const here = window.location.pathname + window.location.search;
  window.location.replace(Date.now() >= endsAt ? withReturn(addresses.timedOut, here) : addresses.signedOut);
}
