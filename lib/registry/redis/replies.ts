/** Reads what the scripts give. */
import { type EndReason, endReasons } from "../registry";

/** What `lookScript` and `peekScript` tell of a visit. `former`, `fault`: "" if there is none. */
export interface Told {
  reason: EndReason | undefined;
  change: string;
  isNew: boolean;
  former: string;
  fault: string;
}

/** Reads the reply of `lookScript` or `peekScript`. Unknown reasons count as open. */
export function told(reply: unknown): Told {
  const [reason, change, isNew, former, fault] = Array.isArray(reply) ? reply : [];
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    reason: endReasons.find((each) => each === reason),
    change: text(change),
    isNew: isNew === 1,
    former: text(former),
    fault: text(fault),
  };
}

/** Reads a reply of texts. With RESP 3 a set arrives as a Set. */
export function texts(reply: unknown): string[] {
  const values = reply instanceof Set ? Array.from(reply) : reply;
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
}

/** Reads a reply of numbers. */
export function numbers(reply: unknown): number[] {
  return Array.isArray(reply) ? reply.map(Number) : [];
}
