/** A time of day in the browser's time zone; in UTC until its script runs. */

"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Shows hours and minutes of `at`, in seconds since 1970. */
export function LocalTime({ at }: { at: number }) {
  const moment = new Date(at * 1000);
  const text = useSyncExternalStore(
    never,
    () => moment.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" }),
    () => `${moment.toISOString().slice(11, 16)} UTC`,
  );
  return <time dateTime={moment.toISOString()}>{text}</time>;
}
