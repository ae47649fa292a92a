/** A time of day in the browser's time zone; in UTC until its script runs. */

"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

interface LocalTimeProps {
  /** In seconds since 1970. */
  at: number;
  /** The server's time, in seconds since 1970. */
  now: number;
  language: string;
}

/** Shows hours and minutes of `at`, as the browser's own clock will show them then. */
export function LocalTime({ at, now, language }: LocalTimeProps) {
  const moment = new Date(at * 1000).toISOString();
  const text = useSyncExternalStore(
    never,
    () => timeOfDay(Date.now() + (at - now) * 1000, language),
    () => `${moment.slice(11, 16)} UTC`,
  );
  return <time dateTime={moment}>{text}</time>;
}

/** Hours and minutes of a moment, in milliseconds since 1970, in the time zone of the browser. */
export function timeOfDay(moment: number, language: string): string {
  return new Date(moment).toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
}
