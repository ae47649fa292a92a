/** Compares secrets in a time that tells nothing about them. Node only. */
import { createHash, timingSafeEqual } from "node:crypto";

/** True if both are the same text. Compares hashes, which have one length, as it needs. */
export function isSameSecret(sent: string, known: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(sent), hash(known));
}
