/** What an answer of NATS that is no success means for us. */
import { type CodedError, fail } from "../failures";
import type { FetchResult } from "../http/bounded-fetch";

/**
 * The failure an answer stands for, or null for a 200. A 403 is NATS's address list (MEMBER_OPENID_SECURE_IPS) before anything else;
 * 401 is left to callers, who know what they presented. Everything else that is not 200 counts as an outage.
 */
export function faultOf(answer: FetchResult): CodedError | null {
  if ("fault" in answer) return fail("provider_unreachable", answer.fault);
  if (answer.status === 200) return null;
  return answer.status === 403
    ? fail("not_listed", "status 403")
    : fail("provider_unreachable", `status ${answer.status}`);
}

/** The text of a 200; throws the failure that anything else stands for. */
export function textOf(answer: FetchResult): string {
  const fault = faultOf(answer);
  if (fault || "fault" in answer) throw fault ?? fail("provider_unreachable");
  return answer.text;
}

/** True when NATS did not answer, or its front says that it is away. Any other answer is an answer. */
export function isAway(answer: FetchResult): boolean {
  if ("fault" in answer) return answer.fault === "timeout" || answer.fault === "network";
  return [502, 503, 504].includes(answer.status);
}
