/** What an answer of NATS that is no success means for us. */
import { type CodedError, fail } from "../errors";
import type { BoundedAnswer, BoundedFault } from "../http/bounded-fetch";

/**
 * The failure an answer stands for, or null for a 200. A 403 is NATS's address list (MEMBER_OPENID_SECURE_IPS) before anything else;
 * 401 is left to callers, who know what they presented. Everything else that is not 200 counts as an outage.
 */
export function faultOf(answer: BoundedAnswer | { fault: BoundedFault }): CodedError | null {
  if ("fault" in answer) return fail("provider_unreachable", answer.fault);
  if (answer.status === 200) return null;
  return answer.status === 403
    ? fail("not_listed", "status 403")
    : fail("provider_unreachable", `status ${answer.status}`);
}
