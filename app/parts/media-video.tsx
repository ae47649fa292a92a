/** A film with the browser's own controls. While it is watched, a signed link is renewed before it ends. */

"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { addresses } from "@/lib/addresses";

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
 * Keeps a good link at hand: while the film plays one is fetched ahead of each end; paused, only when somebody plays or seeks again (an
 * open page must not count as activity for ever). The player gets it when its own has ended and it failed for that: a new source empties
 * its buffer, which a film that plays on must not suffer. Returns how to stop.
 */
function keepFresh(player: HTMLVideoElement, path: string, goodFor: number): () => void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  let oldAt = 0;
  let newest = { url: player.src, endsAt: Date.now() + goodFor * 1000 };
  let endsAt = newest.endsAt;
  // Kept by its events: a film that fails is set to paused, without one.
  let playing = !player.paused;

  const plan = () => {
    const left = newest.endsAt - Date.now();
    const life = left - Math.min(ahead * 1000, left / 4);
    oldAt = Date.now() + life;
    timer = setTimeout(() => {
      if (playing) void renew();
    }, life);
  };
  const renew = async () => {
    clearTimeout(timer);
    oldAt = Number.POSITIVE_INFINITY; // Once, however often somebody seeks meanwhile.
    const link = await freshLink(path, stop.signal);
    if (stop.signal.aborted || link === "refused") return;
    if (link === "unanswered") {
      timer = setTimeout(renew, retryAfter * 1000);
      return;
    }
    newest = { url: link.url, endsAt: Date.now() + (link.goodFor ?? Number.POSITIVE_INFINITY) * 1000 };
    if (link.goodFor !== null) plan();
    mendIfEnded();
  };
  const mendIfEnded = () => {
    // Other errors are not the link's.
    if (player.error === null || Date.now() < endsAt || Date.now() >= newest.endsAt) return;
    endsAt = newest.endsAt;
    swap(player, newest.url, playing);
  };
  const attend = () => {
    mendIfEnded();
    if (Date.now() >= oldAt) void renew();
  };

  plan();
  const listen = (event: string, act: () => void) => player.addEventListener(event, act, { signal: stop.signal });
  listen("play", () => (playing = true));
  listen("pause", () => (playing = false));
  // A computer that slept through the end finds out by the error.
  for (const event of ["play", "seeking", "error"]) listen(event, attend);
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
    const answer = await fetch(`${addresses.mediaLink}?${new URLSearchParams({ path })}`, { signal });
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

/** Puts a new link in place of the old one, at the same moment of the film. */
function swap(player: HTMLVideoElement, url: string, playing: boolean): void {
  const { currentTime, playbackRate } = player;
  player.src = url;
  // Before the new file is known this is where it will begin (HTML, "default playback start position").
  player.currentTime = currentTime;
  player.playbackRate = playbackRate;
  if (playing) player.play().catch(() => undefined); // A browser may refuse; the member presses play.
}
