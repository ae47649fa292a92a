/** A film with the browser's own controls. While it is watched, a signed link is renewed before it ends. */

"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** A link is renewed this long before it ends, in seconds; a short-lived one in the last quarter of its life. */
const ahead = 20;

/** When no answer came, in seconds. */
const retryAfter = 10;

interface MediaVideoProps {
  /** The film's address under /media/, and the link to it that the server made. */
  path: string;
  src: string;
  /** Seconds the link is good for from now; undefined: for as long as the session. */
  goodFor: number | undefined;
  poster: string;
  width: number;
  height: number;
  /** What the player is called, to people who do not see it. */
  label: string;
  /** Captions as `<track>`, for a film with sound. */
  children?: ReactNode;
}

/** The player. It never starts by itself. */
export function MediaVideo({ path, src, goodFor, poster, width, height, label, children }: MediaVideoProps) {
  const player = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (goodFor !== undefined && player.current) return keepFresh(player.current, path, goodFor);
  }, [path, goodFor]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: captions come as children; the sample film is silent.
    <video
      ref={player}
      src={src}
      poster={poster}
      width={width}
      height={height}
      aria-label={label}
      controls
      playsInline
      preload="metadata"
      className="h-auto w-full rounded-card bg-ridge-4"
    >
      {children}
    </video>
  );
}

/**
 * Gives the player a fresh link when it is needed: while it plays ahead of each end; paused, only when somebody plays or seeks again (an
 * open page must not count as activity for ever); at once when an ended link failed. Returns how to stop.
 */
function keepFresh(player: HTMLVideoElement, path: string, goodFor: number): () => void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  let oldAt = 0;
  let endsAt = 0;

  const plan = (left: number) => {
    const margin = Math.min(ahead, left / 4);
    endsAt = Date.now() + left * 1000;
    oldAt = endsAt - margin * 1000;
    timer = setTimeout(
      () => {
        if (!player.paused) void renew();
      },
      (left - margin) * 1000,
    );
  };
  const renew = async () => {
    clearTimeout(timer);
    const link = await freshLink(path, stop.signal);
    if (stop.signal.aborted || link === "refused") return;
    if (link === "unanswered") {
      timer = setTimeout(renew, retryAfter * 1000);
      return;
    }
    swap(player, link.url);
    if (link.goodFor !== null) plan(link.goodFor);
  };
  const since = (moment: () => number) => () => {
    if (Date.now() >= moment()) void renew();
  };

  plan(goodFor);
  for (const event of ["play", "seeking"])
    player.addEventListener(
      event,
      since(() => oldAt),
      { signal: stop.signal },
    );
  // A computer that slept through the end finds out by a failed request. Other errors are not the link's.
  player.addEventListener(
    "error",
    since(() => endsAt),
    { signal: stop.signal },
  );
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

interface FreshLink {
  url: string;
  /** In seconds; null when it does not end. */
  goodFor: number | null;
}

/** Asks for a new link. Refused: the session or the membership is over; the tab's session watch deals with that. */
async function freshLink(path: string, signal: AbortSignal): Promise<FreshLink | "refused" | "unanswered"> {
  try {
    const answer = await fetch(`/media-link?${new URLSearchParams({ path })}`, { signal });
    if (!answer.ok) return answer.status < 500 ? "refused" : "unanswered";
    const { url, expires }: { url: string; expires: number | null } = await answer.json();
    if (expires === null) return { url, goodFor: null };
    // By the server's clock: this computer's may be wrong.
    const now = Date.parse(answer.headers.get("date") ?? "") || Date.now();
    return { url, goodFor: Math.max(retryAfter, expires - now / 1000) };
  } catch {
    return "unanswered";
  }
}

/** Puts a new link in place of the old one, at the same moment of the film, playing or paused as before. */
function swap(player: HTMLVideoElement, url: string): void {
  if (player.src === new URL(url, window.location.href).href) return;
  const { currentTime, paused, playbackRate } = player;
  player.src = url;
  // Before the new file is known this is where it will begin (HTML, "default playback start position").
  player.currentTime = currentTime;
  player.playbackRate = playbackRate;
  if (!paused) player.play().catch(() => undefined); // A browser may refuse; the member presses play.
}
