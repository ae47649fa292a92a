/** A film with the browser's own controls. Renews a signed link while the film plays. */

"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { addresses } from "@/lib/addresses";

/** Seconds before its end at which a link is renewed; at most a quarter of its life. */
const renewAheadSeconds = 20;

/** Seconds until the next try after a failed request. */
const retrySeconds = 10;

interface MediaVideoProps {
  /** Address of the film under /media/, and the link that the server made for it. */
  path: string;
  src: string;
  /** Seconds that the link lives; undefined: as long as the session. */
  goodFor: number | undefined;
  poster: string;
  width: number;
  height: number;
  /** Name of the player for screen readers. */
  label: string;
  /** Captions as `<track>`, if the film has sound. */
  children?: ReactNode;
}

/** The player. It never starts by itself. */
export function MediaVideo({ path, src, goodFor, poster, width, height, label, children }: MediaVideoProps) {
  const player = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (goodFor !== undefined && player.current) return keepFresh(player.current, path, goodFor);
  }, [path, goodFor]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: captions come as children.
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
 * Keeps a valid link ready. While the film plays, the next one is fetched before each end; while it
 * is paused, only at play or seek, because an open page must not count as activity for ever. The
 * player gets the new link only after the old one made it fail: a new source empties its buffer.
 * Returns a function that stops all this.
 */
function keepFresh(player: HTMLVideoElement, path: string, goodFor: number): () => void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  let oldAt = 0;
  let newest = { url: player.src, endsAt: Date.now() + goodFor * 1000 };
  let endsAt = newest.endsAt;
  // Followed by events: Chrome marks a failed film as paused without an event.
  let playing = !player.paused;

  const plan = () => {
    const left = newest.endsAt - Date.now();
    const life = left - Math.min(renewAheadSeconds * 1000, left / 4);
    oldAt = Date.now() + life;
    timer = setTimeout(() => {
      if (playing) void renew();
    }, life);
  };
  const renew = async () => {
    clearTimeout(timer);
    oldAt = Number.POSITIVE_INFINITY; // One renewal at a time.
    const link = await freshLink(path, stop.signal);
    if (stop.signal.aborted || link === "refused") return;
    if (link === "unanswered") {
      timer = setTimeout(renew, retrySeconds * 1000);
      return;
    }
    newest = { url: link.url, endsAt: Date.now() + (link.goodFor ?? Number.POSITIVE_INFINITY) * 1000 };
    if (link.goodFor !== null) plan();
    mendIfEnded();
  };
  const mendIfEnded = () => {
    // Other errors have other causes than the link.
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
  // After sleep, an expired link shows up as an error event.
  for (const event of ["play", "seeking", "error"]) listen(event, attend);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

interface FreshLink {
  url: string;
  /** In seconds; null if it does not end. */
  goodFor: number | null;
}

/**
 * Fetches a new link. `refused` if session or membership has ended, which the session watch
 * handles.
 */
async function freshLink(path: string, signal: AbortSignal): Promise<FreshLink | "refused" | "unanswered"> {
  try {
    const answer = await fetch(`${addresses.mediaLink}?${new URLSearchParams({ path })}`, { signal });
    if (!answer.ok) return answer.status < 500 ? "refused" : "unanswered";
    const { url, expires }: { url: string; expires: number | null } = await answer.json();
    if (expires === null) return { url, goodFor: null };
    // The browser's clock may be wrong.
    const now = Date.parse(answer.headers.get("date") ?? "") || Date.now();
    return { url, goodFor: Math.max(retrySeconds, expires - now / 1000) };
  } catch {
    return "unanswered";
  }
}

/** Replaces the source, and goes on at the same moment of the film. */
function swap(player: HTMLVideoElement, url: string, playing: boolean): void {
  const { currentTime, playbackRate } = player;
  player.src = url;
  // Before the metadata is loaded this sets the default playback start position (HTML).
  player.currentTime = currentTime;
  player.playbackRate = playbackRate;
  if (playing) player.play().catch(() => undefined); // A browser may refuse; the member presses play.
}
