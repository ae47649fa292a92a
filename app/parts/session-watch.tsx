/** Watches the session in an open tab: sign-out in another tab, the Back button, the idle limit. */

"use client";

import { useCallback, useEffect, useState } from "react";
import { addresses, withReturn } from "@/lib/addresses";
import type { Session } from "@/lib/auth/client";
import { Button } from "./button";
import { timeOfDay } from "./local-time";
import { openChannel } from "./tabs";

/** Milliseconds before the end at which the member is warned; at most a quarter of what remains. */
const warnAheadMs = 120_000;

/** Longest time that a page restored by Back stays hidden, in milliseconds. */
const maxHiddenMs = 3000;

/** Longest delay of a timer, in milliseconds: a longer one fires at once. */
const maxDelayMs = 2_147_483_647;

/**
 * The clock of a page may lag by this, in milliseconds: by its load, and by the whole seconds of a
 * Date header. A page restored right after the end said "signed out" and not why.
 */
const maxLagMs = 5000;

/** Milliseconds that the browser's clock is ahead of the server's. */
let clockAhead: number | undefined;

interface SessionWatchProps {
  name: string;
  /** When the session ends, as an ISO 8601 time. */
  expires: string;
  /** The server's time, in milliseconds since 1970. */
  servedAt: number;
  /** The words of the notice, `{time}` for the time of day. */
  words: { soon: string; last: string; action: string; signOut: string };
  language: string;
}

/**
 * Watches the session of this page. Its notice stands at the top, in the flow of the page: it
 * covers nothing, and the Tab key meets it first.
 */
export function SessionWatch({ name, expires, servedAt, words, language }: SessionWatchProps) {
  const [endsAt, setEndsAt] = useState(() => Date.parse(expires));
  const [notice, setNotice] = useState<"none" | "soon" | "last">("none");

  const check = useCallback(async () => {
    const answer = await currentEnd(name);
    if (answer === "over") leave(endsAt);
    else if (answer === "other") window.location.reload();
    else if (answer !== "unknown") {
      setEndsAt(answer);
      if (answer > endsAt) setNotice("none");
    }
    return answer;
  }, [endsAt, name]);

  // Only once: a page that Next's router shows again was served long ago.
  useEffect(() => {
    clockAhead ??= Date.now() - servedAt;
  }, [servedAt]);

  useEffect(() => {
    const channel = openChannel();
    if (channel) channel.onmessage = () => void check();
    // A page restored by the Back button, or a tab shown again, may be out of date.
    const onShow = async (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      const late = setTimeout(show, maxHiddenMs);
      const answer = await check();
      if (answer === "over" || answer === "other") clearTimeout(late);
      else show();
    };
    const onVisible = () => {
      if (document.visibilityState === "visible") void check();
    };
    window.addEventListener("pageshow", onShow);
    window.addEventListener("pagehide", hide);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      channel?.close();
      window.removeEventListener("pageshow", onShow);
      window.removeEventListener("pagehide", hide);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [check]);

  useEffect(() => {
    const left = endsAt - serverTime();
    const ahead = Math.min(warnAheadMs, left / 4);
    const after = (delay: number) => Math.min(maxDelayMs, Math.max(0, delay));
    const warn = setTimeout(
      async () => {
        // Activity in another tab may have moved the end.
        const answer = await currentEnd(name);
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
  }, [endsAt, name, check]);

  const onStay = async () => {
    await fetch(addresses.stay, { method: "POST" }).catch(() => undefined);
    const answer = await check();
    if (answer === endsAt) setNotice("last");
  };

  return (
    <div role="status" className="sticky top-0 z-10">
      {notice === "none" ? null : (
        <div data-notice="" className="border-b border-edge bg-raised">
          <div className="bar flex-wrap gap-y-2 py-3">
            {/* In the time that the member's own clock shows then. */}
            <p>{words[notice].replace("{time}", timeOfDay(endsAt + (clockAhead ?? 0), language))}</p>
            <div className="flex flex-wrap items-center gap-x-6">
              {notice === "soon" ? (
                <Button type="button" onClick={onStay}>
                  {words.action}
                </Button>
              ) : null}
              <Button form="sign-out" look="plain">
                {words.signOut}
              </Button>
            </div>
          </div>
        </div>
      )}
    </div>
  );
}

/**
 * Hides a page that is left. WebKit keeps pages of http sites for Back, and showed the member's
 * page after a sign-out until the session had been asked for.
 */
function hide(): void {
  document.documentElement.style.visibility = "hidden";
}

function show(): void {
  document.documentElement.style.visibility = "";
}

/** Returns the server's time, in milliseconds since 1970. The browser's clock may be wrong. */
function serverTime(): number {
  return Date.now() - (clockAhead ?? 0);
}

/**
 * Returns when the session ends, in milliseconds since 1970; `unknown` if the request fails.
 * Returns `other` if it is not the member `name` any more: a kept page, or a tab of another member.
 */
async function currentEnd(name: string): Promise<number | "over" | "other" | "unknown"> {
  try {
    const answer = await fetch(addresses.session);
    if (!answer.ok) return "unknown";
    const session: Session | null = await answer.json();
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (session && date) clockAhead = Date.now() - date;
    if (session && session.user?.name !== name) return "other";
    return session ? Date.parse(session.expires) : "over";
  } catch {
    return "unknown";
  }
}

/** Leaves a page that may no longer be shown, to the page that says why. */
function leave(endsAt: number): void {
  const here = window.location.pathname + window.location.search + window.location.hash;
  window.location.replace(
    serverTime() + maxLagMs >= endsAt ? withReturn(addresses.timedOut, here) : addresses.signedOut,
  );
}
