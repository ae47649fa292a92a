// Prints findings for a person, or as JSON for a program.
import type { Finding, Verdict } from "./finding";

const marks: Record<Verdict, string> = { good: "✔", warning: "!", fault: "✖", unknown: "?" };
const colors: Record<Verdict, number> = { good: 32, warning: 33, fault: 31, unknown: 36 };

/** Formats findings: one line each, and the cure below it. `colored` is for terminals. */
export function formatFindings(findings: readonly Finding[], colored: boolean): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, verdict, says, cure }) => {
    const mark = colored ? `\u001b[${colors[verdict]}m${marks[verdict]}\u001b[0m` : marks[verdict];
    const first = `${mark} ${check.padEnd(width)}  ${says}`;
    return cure ? [first, `${" ".repeat(width + 4)}${cure}`] : [first];
  });
  const next = exitStatus(findings) === 0 ? ["Next: npm run build, then npm start"] : [];
  return [...lines, "", summary(findings), ...next].join("\n");
}

/** Counts the findings: "7 good, 1 warning, 2 faults, 1 unknown". */
function summary(findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const many = (verdict: "warning" | "fault") => `${count(verdict)} ${verdict}${count(verdict) === 1 ? "" : "s"}`;
  return `${count("good")} good, ${many("warning")}, ${many("fault")}, ${count("unknown")} unknown`;
}

/** Returns the exit status: 1 if something is wrong. Warnings and unknown answers are not. */
export function exitStatus(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ verdict }) => verdict === "fault") ? 1 : 0;
}
