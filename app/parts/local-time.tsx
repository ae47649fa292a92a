/** A time of day in the browser's time zone; in UTC until its script runs. */

"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Shows hours and minutes of `at`, in seconds since 1970, as `language` writes them. */
export function LocalTime({ at, language }: { at: number; language: string }) {
  const moment = new Date(at * 1000);
  const text = useSyncExternalStore(
    never,
    () => moment.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" }),
    () => `${moment.toISOString().slice(11, 16)} UTC`,
  );
  return <time dateTime={moment.toISOString()}>{text}</time>;
}
