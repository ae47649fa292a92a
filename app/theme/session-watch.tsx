/** Keeps every open tab honest about the session: other tabs' sign-out, the Back button, and the end of the idle limit. */

"use client";

import type { ReactNode } from "react";
import { useCallback, useEffect, useState } from "react";
import { getSession, type Session, SessionProvider, useSession } from "@/lib/auth/client";
import { Button } from "./button";
import { stay } from "./copy";
import { forgetDrafts } from "./kept-textarea";

const channelName = "members";

/** Warned two minutes ahead, or in the last quarter of a short limit: time enough to press one button. In milliseconds. */
const warnAhead = 120_000;

/** Gives `useSession()` to the page and watches over it. `session` is what the server knew when it made the page. */
export function MemberSession({ session, children }: { session: Session; children: ReactNode }) {
  return (
    <SessionProvider session={session}>
      {children}
      <SessionWatch />
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

function SessionWatch() {
  const { data, status } = useSession();
  const [endsAt, setEndsAt] = useState(() => timeOf(data?.expires));
  const [notice, setNotice] = useState<"none" | "soon" | "last">("none");

  const check = useCallback(async () => {
    const session = await getSession();
    if (!session) leave(endsAt);
    else setEndsAt(timeOf(session.expires));
    return session;
  }, [endsAt]);

  // next-auth asks again when a tab is looked at; nobody there means: leave.
  useEffect(() => {
    if (status === "unauthenticated") leave(endsAt);
  }, [status, endsAt]);

  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = () => void check();
    // A page restored by the Back button has not asked the server whether it may still be shown.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) void check();
    };
    window.addEventListener("pageshow", onShow);
    return () => {
      channel.close();
      window.removeEventListener("pageshow", onShow);
    };
  }, [check]);

  useEffect(() => {
    const left = endsAt - Date.now();
    const ahead = Math.min(warnAhead, left / 4);
    const warn = setTimeout(
      async () => {
        // Another tab may have been busy meanwhile.
        const session = await getSession();
        if (session && timeOf(session.expires) > endsAt) setEndsAt(timeOf(session.expires));
        else setNotice("soon");
      },
      Math.max(0, left - ahead),
    );
    const end = setTimeout(() => void check(), Math.max(0, left + 1000));
    return () => {
      clearTimeout(warn);
      clearTimeout(end);
    };
  }, [endsAt, check]);

  const onStay = async () => {
    // Any page of the members area counts as activity; only its headers are wanted.
    await fetch(window.location.href, { method: "HEAD" }).catch(() => undefined);
    const session = await check();
    setNotice(session && timeOf(session.expires) <= endsAt ? "last" : "none");
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

function timeOf(expires: string | undefined): number {
  return expires ? Date.parse(expires) : Date.now();
}

/** Leaves a page that may no longer be shown: as timed out when the limit has passed, else as signed out. */
function leave(endsAt: number): void {
  const here = window.location.pathname + window.location.search;
  window.location.replace(
    Date.now() >= endsAt ? `/timed-out?${new URLSearchParams({ returnTo: here })}` : "/signed-out",
  );
}
