/** Translates unsuccessful responses of NATS into failures. */
import { type CodedError, fail } from "../failures";
import type { FetchResult } from "../http/bounded-fetch";

/**
 * Returns the failure that a response stands for, or null for a 200.
 * NATS answers 403 to addresses that MEMBER_OPENID_SECURE_IPS does not list.
 * Callers that send credentials handle 401 first.
 */
export function failureOf(answer: FetchResult): CodedError | null {
  if ("fault" in answer) return fail("provider_unreachable", answer.fault);
  if (answer.status === 200) return null;
  return fail(answer.status === 403 ? "not_listed" : "provider_unreachable", `status ${answer.status}`);
}

/** Returns the body of a 200. Throws the failure for anything else. */
export function textOf(answer: FetchResult): string {
  if ("text" in answer && answer.status === 200) return answer.text;
  throw failureOf(answer);
}

/** True if NATS did not respond, or a proxy in front of it said so (502, 503, 504). */
export function isUnreachable(answer: FetchResult): boolean {
  if ("fault" in answer) return answer.fault === "timeout" || answer.fault === "network";
  return [502, 503, 504].includes(answer.status);
}
