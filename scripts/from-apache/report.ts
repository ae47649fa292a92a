/** Prints a translation for a person: settings, gates, and what became of each line. */
import { shownEnvLines } from "./env-file";
import { gatesFile, shippedGatesFile } from "./gates-file";
import { type Host, hostLabel } from "./hosts";
import { type Finding, findingKinds, place, printable } from "./model";
import type { Translation } from "./translate";

/** Marks text for a terminal. */
export interface Paint {
  title(text: string): string;
  faint(text: string): string;
}

/** Leaves text as it is. */
export const noPaint: Paint = { title: (text) => text, faint: (text) => text };

/** Marks titles bold and places dim, by ANSI codes. */
export const ansiPaint: Paint = {
  title: (text) => `\u001b[1m${text}\u001b[22m`,
  faint: (text) => `\u001b[2m${text}\u001b[22m`,
};

const titles: Readonly<Record<Finding["kind"], string>> = {
  carried: "Carried over",
  changed: "Changed in meaning",
  gone: "No longer needed",
  unsupported: "Not supported",
  decide: "Yours to decide",
};

/** Returns the report of one host. */
export function hostReport(translation: Translation, paint: Paint = noPaint): string {
  const { host, env, gates, closed, declared, findings } = translation;
  const file = gatesFile(gates, declared);
  const shown = file === shippedGatesFile() ? "(as shipped)" : file.trimEnd();
  return [
    paint.title(`${hostLabel(host)}${host.at ? `  (${place(host.at)})` : ""}`),
    "",
    ...(closed.length > 0 ? [...closedLines(closed).map(paint.title), ""] : []),
    paint.title(".env"),
    ...shownEnvLines(env).map((line) => `  ${line}`),
    "",
    paint.title("lib/gates.ts"),
    ...shown.split("\n").map((line) => (line ? `  ${line}` : "")),
    "",
    findingsReport(findings, paint),
  ].join("\n");
}

/** Says what comes after `--write`. */
export function nextSteps({ mappings }: Host): string {
  const aliases = mappings.filter(({ url }) => url !== "/").map(({ url }) => url);
  const files = `Files of the Alias ${printable(aliases.join(", "))}: into MEDIA_DIR, or as in docs/servers/apache.conf.`;
  return ["Next: npm run doctor, then npm run build.", ...(aliases.length > 0 ? wrapped(files, 98) : [])].join("\n");
}

function closedLines(closed: readonly string[]): string[] {
  const paths = closed.includes("/**") ? "THE WHOLE SITE" : closed.join(", ");
  return wrapped(printable(`CLOSED TO EVERY MEMBER, because not all could be translated: ${paths}`), 98);
}

/** Returns findings by kind, each with file and line. */
export function findingsReport(findings: readonly Finding[], paint: Paint = noPaint): string {
  return findingKinds
    .flatMap((kind) => {
      const lines = findings.filter((finding) => finding.kind === kind);
      if (lines.length === 0) return [];
      return [
        paint.title(`${titles[kind]} (${lines.length})`),
        ...lines.flatMap((each) => findingLines(each, paint)),
        "",
      ];
    })
    .join("\n");
}

function findingLines({ at, what, text }: Finding, paint: Paint): string[] {
  const where = at ? `${place(at)}  ` : "";
  // A text in lower case continues the name as a sentence.
  const all = printable(`${what}${/^[A-Z]/.test(text) ? ": " : " "}${text}`);
  if (where.length + all.length <= 98) return [`  ${paint.faint(where)}${all}`];
  return [`  ${paint.faint(where.trimEnd())}`, ...wrapped(all, 92).map((line) => `      ${line}`)];
}

function wrapped(text: string, columns: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + word.length + 1 > columns) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
