// What the doctor says of one thing that it looked at.
import { printable } from "../../lib/http/output";

/** `unknown`: an answer that the doctor has not seen before. It is not called wrong. */
export type Verdict = "good" | "warning" | "fault" | "unknown";

/** One line of the report. Never holds a secret. */
export interface Finding {
  /** What was looked at: "Metadata", "Token endpoint". */
  readonly check: string;
  readonly verdict: Verdict;
  /** What was found, as a sentence. */
  readonly says: string;
  /** What to do, as a sentence. */
  readonly cure?: string;
}

/** Makes the findings of one check. NATS and proxies choose some of the words: they are escaped. */
export function findingsOf(check: string) {
  const finding = (verdict: Verdict) => (says: string, cure?: string) => ({
    check,
    verdict,
    says: printable(says, false),
    ...(cure === undefined ? {} : { cure: printable(cure, false) }),
  });
  return {
    good: finding("good"),
    warning: finding("warning"),
    fault: finding("fault"),
    unknown: finding("unknown"),
  } satisfies Record<Verdict, (says: string, cure?: string) => Finding>;
}
