/** Yours: lengths of time in words. */

/** Returns how long ago something was, from seconds: "just now", "4 minutes ago". */
export function ago(seconds: number): string {
  return seconds < 60 ? "just now" : `${duration(seconds)} ago`;
}

/** Returns a length of time, from seconds: "45 minutes", "7 hours 30 minutes". */
export function duration(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const count = (n: number, unit: string) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  if (minutes < 90) return count(minutes, "minute");
  const rest = minutes % 60;
  return rest ? `${count(Math.floor(minutes / 60), "hour")} ${count(rest, "minute")}` : count(minutes / 60, "hour");
}
