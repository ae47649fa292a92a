/** The kinds of values that settings have, each with what is said of a bad one. */
import { z } from "zod";
import { isSafeUrl } from "../http/loopback";

export const text = (wrong = "is empty") => z.string(wrong).min(1, wrong);

/** Sample texts that operators leave in: `<NATS Site ID>`, `changeme`, `your-secret`. */
const placeholder =
  /^<.*>$|(?<![a-z])change[-_ ]?me(?![a-z])|^your[-_ ]|^MEMBER_OPENID_|^(x{3,}|todo|secret|password|placeholder)$/i;
export const filledIn = () => text().refine((value) => !placeholder.test(value), "is still a placeholder");

export const url = () =>
  filledIn().refine(
    (value) => URL.canParse(value) && isSafeUrl(new URL(value)),
    "is not an https address (http only on localhost), or has a password",
  );

export const origin = () =>
  url().refine(
    (value) => URL.canParse(value) && new URL(value).href === `${new URL(value).origin}/`,
    "is more than an origin: scheme, host and port only",
  );

export const seconds = (min: number, max = 31_536_000) =>
  text()
    .regex(/^\d{1,9}$/, "is not a whole number of seconds")
    .transform(Number)
    .refine((value) => value >= min && value <= max, `is not between ${min} and ${max} seconds`);

/** True for a secret of 32 bytes or more, the key size of A256GCM. */
export const isLongSecret = (secret: string) => new TextEncoder().encode(secret).length >= 32;

/** True for a secret of some variety: no text over and over, the last time perhaps cut. */
export const isVaried = (secret: string) => new Set(secret).size >= 8 && !isRepeated(secret);

function isRepeated(text: string): boolean {
  for (let period = 1; period <= (text.length + 1) / 2; period++) {
    if (text.slice(period) === text.slice(0, -period)) return true;
  }
  return false;
}

export function isRedisUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(value);
  // The client would throw at a percent sign that begins no character.
  if (/%(?![0-9a-f]{2})/i.test(username + password)) return false;
  return /^rediss?:$/.test(protocol) && hostname !== "" && /^(\/\d{0,3})?$/.test(pathname) && !search && !hash;
}

export const isClusterUrl = (value: string) => /^\/?0?$/.test(new URL(value).pathname);

/** A secret that stands in an address: of characters that no program encodes. */
export const managementKey = () =>
  z
    .string()
    .regex(/^[\w-]*$/, "has characters other than letters, digits, _ and -")
    .min(32, "is shorter than 32 characters")
    .refine(isVaried, "is too simple: a text over and over");

export const choice = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values, `is not one of: ${values.join(", ")}`);
