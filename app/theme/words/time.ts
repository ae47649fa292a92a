/** Yours: lengths of time in words, by the rules of each language. */

const counts = {
  second: countIn("second"),
  minute: countIn("minute"),
  hour: countIn("hour"),
  day: countIn("day"),
};
const lengths = once((language) => new Intl.ListFormat(language, { type: "unit", style: "long" }));
const lists = once((language) => new Intl.ListFormat(language, { type: "conjunction", style: "long" }));
const agos = once((language) => new Intl.RelativeTimeFormat(language));

/** Returns a length of time, from seconds: "20 seconds", "7 hours, 30 minutes", "30 days". */
export function lengthOfTime(seconds: number, language: string): string {
  const count = (value: number, unit: keyof typeof counts) => counts[unit](language).format(value);
  if (seconds < 60) return count(Math.max(0, Math.round(seconds)), "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return count(minutes, "minute");
  if (minutes >= 2880) return count(Math.round(minutes / 1440), "day");
  const parts = [count(Math.floor(minutes / 60), "hour")];
  if (minutes % 60 > 0) parts.push(count(minutes % 60, "minute"));
  return lengths(language).format(parts);
}

/** Joins texts: "a, b and c". */
export function listed(texts: readonly string[], language: string): string {
  return lists(language).format(texts);
}

/** Returns how long ago something was, from seconds: "4 minutes ago"; `justNow` below a minute. */
export function timeAgo(seconds: number, language: string, justNow: string): string {
  if (seconds < 60) return justNow;
  const format = agos(language);
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? format.format(-minutes, "minute") : format.format(-Math.round(minutes / 60), "hour");
}

function countIn(unit: string) {
  return once((language) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }));
}

/** Makes a format once for each language: those of an account page took 0.25 ms of each request. */
function once<Format>(make: (language: string) => Format): (language: string) => Format {
  const made = new Map<string, Format>();
  return (language) => {
    const format = made.get(language) ?? make(language);
    made.set(language, format);
    return format;
  };
}
