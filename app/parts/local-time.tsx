/** A time of day in the reader's own time zone; in UTC until the browser takes over. */

"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Shows the moment `at` (seconds since the epoch) as hours and minutes. */
export function LocalTime({ at }: { at: number }) {
  const moment = new Date(at * 1000);
  const text = useSyncExternalStore(
    never,
    () => moment.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" }),
    () => `${moment.toISOString().slice(11, 16)} UTC`,
  );
  return <time dateTime={moment.toISOString()}>{text}</time>;
}
